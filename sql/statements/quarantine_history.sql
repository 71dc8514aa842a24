-- The runs that have read a file, the newest first.
select
  run_file.run_id, run.trigger, run.state, run_file.loaded_at, run_file.format, run_file.found, run_file.quarantined, run_file.version,
  run_file.unchanged, run_file.original + run_file.copy + run_file.near_copy + run_file.rewrite + run_file.translation as new_articles
from ops.run_file
join ops.run using (run_id)
where run_file.file_id = %(file_id)s
order by run_file.run_id desc
limit 10

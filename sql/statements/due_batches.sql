-- The run's batches that are not loaded yet, behind a certain one.
select batch, count(*) as files, min(source.slug) as first_source, max(source.slug) as last_source
from ops.run_file
join ops.file using (file_id)
join news.source using (source_id)
where run_file.run_id = %(run_id)s
  and run_file.loaded_at is null
  and run_file.held_at is null
  and run_file.batch > %(after)s
group by batch
order by batch

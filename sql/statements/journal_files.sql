-- The files that a load has taken in, in the order of their ids, with what became of their records.
select
  source.slug, file.name, file.uri, encode(file.sha256, 'hex') as sha256, file.size, file.modified_at, file.fetched_at, file.etag,
  file.last_modified, file.opt_out, run_file.format, run_file.found, run_file.original, run_file.copy, run_file.near_copy,
  run_file.rewrite, run_file.translation, run_file.version, run_file.unchanged, run_file.quarantined,
  case when file.returned_at <= %(at)s then file.returned_at end as returned_at
from ops.run_file
join ops.file using (file_id)
join news.source using (source_id)
where run_file.run_id = %(run_id)s
  and run_file.loaded_at = %(at)s
order by file.file_id

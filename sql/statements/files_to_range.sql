-- Files of a run that are so large that their batches may be ranges of them, and that have no ranges yet.
select run_file.batch, file.file_id, file.source_id, source.slug, file.name, file.uri, encode(file.sha256, 'hex') as sha256, file.size,
  file.modified_at, file.fetched_at, file.opt_out
from ops.run_file
join ops.file using (file_id)
join news.source using (source_id)
where run_file.run_id = %(run_id)s
  and run_file.loaded_at is null
  and run_file.held_at is null
  and file.size >= %(least)s
  and (file.loaded_at is not null or file.bytes_released_at is null)
  and not exists (
    select from ops.run_range as ranged where ranged.run_id = run_file.run_id and ranged.file_id = run_file.file_id
  )
order by run_file.batch, file.file_id

-- The newest files of a source that the gate of a run keeps out, as records whose first one is looked at.
select
  source.slug as source,
  file.file_id,
  file.held_run_id,
  0 as record_position,
  file.name as file_name,
  file.uri as file_uri,
  encode(file.sha256, 'hex') as file_sha256,
  file.size as file_size,
  file.modified_at as file_modified_at,
  file.fetched_at,
  null::bigint as byte_offset
from ops.file
join news.source using (source_id)
where source.slug = %(slug)s
  and file.held_run_id is not null
  and file.loaded_at is null
  and file.discarded_at is null
  and file.bytes_released_at is null
order by file.fetched_at desc, file.file_id desc
limit %(limit)s

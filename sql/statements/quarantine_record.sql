-- One refused record with what is known of its file.
select
  q.*,
  file.name as file_name,
  file.modified_at as file_modified_at,
  file.bytes_deleted_at,
  source.name as source_name
from ops.quarantine as q
join ops.file using (file_id)
join news.source using (source_id)
where q.quarantine_id = %(record_id)s

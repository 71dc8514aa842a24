-- The bytes of certain files have left the raw store.
update ops.file
set bytes_deleted_at = %(now)s
where file_id = any(%(file_ids)s)
  and bytes_released_at is not null

-- Bytes that no file needs any more and that are still in the raw store, by their hash.
select encode(file.sha256, 'hex') as sha256, array_agg(file.file_id) as file_ids, max(file.size) as size
from (
  select distinct sha256 from ops.file where bytes_released_at is not null and bytes_deleted_at is null
) as due
join ops.file using (sha256)
group by file.sha256
having bool_and(file.bytes_released_at is not null)
order by file.sha256

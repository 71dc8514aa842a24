-- The sources whose files the run is to load, of those on which nobody has decided yet.
select distinct source.slug
from ops.run_file
join ops.file using (file_id)
join news.source using (source_id)
where run_file.run_id = %(run_id)s
  and run_file.loaded_at is null
  and run_file.held_at is null
  and file.bytes_released_at is null
  and not ops.is_decided(run_file.file_id, run_file.run_id)

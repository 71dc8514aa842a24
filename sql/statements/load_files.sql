-- The run's files are taken in.
update ops.file
set loaded_at = %(now)s
from staging.file as f
where f.run_id = %(run_id)s
  and file.file_id = f.file_id
  and file.loaded_at is null

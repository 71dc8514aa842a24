-- What the reader of a batch was at.
select file_id, start_at, end_at
from ops.reading
where run_id = %(run_id)s
  and batch = %(batch)s

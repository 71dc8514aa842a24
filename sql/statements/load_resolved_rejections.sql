-- Earlier refusals of the run's files that did not come back: the record can be read now.
update ops.rejected_record as r
set resolved_at = %(now)s
from staging.file as f
where f.run_id = %(run_id)s
  and r.file_id = f.file_id
  and r.resolved_at is null
  and not exists (
    select from staging.rejection as again
    where again.run_id = f.run_id
      and again.file_id = r.file_id
      and again.record_position = r.record_position
      and again.reason_code = r.reason_code
  )

-- Earlier refusals of the run's files that did not come back: the record can be read now. A file that was too large to be read
-- at all is known by its name only: it is read now where other bytes under that name are.
update ops.rejected_record as r
set resolved_at = %(now)s
from staging.file as f
join ops.file as file using (file_id)
join ops.file as refused
  on refused.source_id = file.source_id
  and refused.name_sha256 = file.name_sha256
where f.run_id = %(run_id)s
  and r.file_id = refused.file_id
  and r.resolved_at is null
  and (refused.file_id = file.file_id or r.reason_code = 'too_large')
  and not exists (
    select from staging.rejection as again
    where again.run_id = f.run_id
      and again.file_id = f.file_id
      and again.record_position = r.record_position
      and again.reason_code = r.reason_code
  )

-- The files that hold an open refusal: all, or those of one reason or one run.
select distinct file_id
from ops.rejected_record
where resolved_at is null
  and (%(reason_code)s::text is null or reason_code = %(reason_code)s)
  and (%(run_id)s::bigint is null or last_run_id = %(run_id)s)
order by file_id

-- The run's refused records.
insert into ops.rejected_record (
  file_id, record_position, reason_code, detail, format, byte_offset, first_run_id, last_run_id, first_seen_at, last_seen_at
)
select file_id, record_position, reason_code, detail, format, byte_offset, run_id, run_id, %(now)s, %(now)s
from staging.rejection
where run_id = %(run_id)s
order by file_id, record_position
on conflict (file_id, record_position, reason_code) do update set
  detail = excluded.detail,
  first_run_id = least(rejected_record.first_run_id, excluded.first_run_id),
  last_run_id = greatest(rejected_record.last_run_id, excluded.last_run_id),
  last_seen_at = excluded.last_seen_at,
  resolved_at = null

-- operator: What a run refused and nothing has read since.
select quarantine_id, reason_code, source, file_uri, record_position, detail
from ops.quarantine
where last_run_id = %(run_id)s
  and is_open
order by source, file_uri, record_position

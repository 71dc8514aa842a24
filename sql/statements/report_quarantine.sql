-- What the run refused, and why.
select quarantine_id, source, file_uri, record_position, reason_code, detail
from ops.quarantine
where last_run_id = %(run_id)s
  and is_open
order by source, file_uri, record_position
limit %(limit)s

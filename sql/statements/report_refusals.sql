-- What the run refused, by reason, the most frequent first.
select reason_code, count(*) as records
from ops.quarantine
where last_run_id = %(run_id)s
  and is_open
group by reason_code
order by records desc, reason_code

-- operator: Why records are in the open quarantine.
select reason_code, count(*) as records, max(last_seen_at) as last_seen_at
from ops.quarantine
where is_open
group by reason_code
order by records desc, reason_code

-- Open refusals by reason.
select reason_code, count(*) as records, max(last_seen_at) as last_seen_at
from ops.rejected_record
where resolved_at is null
group by reason_code
order by records desc, reason_code

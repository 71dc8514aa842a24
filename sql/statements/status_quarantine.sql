-- Open refusals by reason: those of ops.quarantine that are open, without its joins.
select reason_code, count(*) as records, max(last_seen_at) as last_seen_at
from ops.rejected_record as r
where resolved_at is null
  and not exists (
    select from ops.decision
    where decision.rejected_record_id = r.rejected_record_id
      and decision.verdict = 'dismiss'
      and decision.revoked_at is null
  )
group by reason_code
order by records desc, reason_code

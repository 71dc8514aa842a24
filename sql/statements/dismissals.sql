-- Refused records, each with the decision that dismisses it, if one does.
select r.rejected_record_id, decision.decision_id
from ops.rejected_record as r
left join ops.decision
  on decision.rejected_record_id = r.rejected_record_id
  and decision.verdict = 'dismiss'
  and decision.revoked_at is null
where r.rejected_record_id = any (%(record_ids)s)
order by r.rejected_record_id

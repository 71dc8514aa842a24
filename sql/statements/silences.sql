-- The silences that hold, the one that ends first first.
select decision_id, slug, reason_code, expires_at, decided_by, note, decided_at
from ops.decision
where verdict = 'silence'
  and revoked_at is null
  and expires_at > %(now)s
order by expires_at, decision_id

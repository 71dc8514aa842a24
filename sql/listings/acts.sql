-- operator: What people decided and did, the newest first.
select
  decision_id, decided_at, decided_by, verdict, slug, reason_code, article_id, other_article_id, day,
  rejected_record_id as quarantine_id, expires_at, note, revoked_at, revoked_by, details::text as chosen
from ops.decision
order by decision_id desc

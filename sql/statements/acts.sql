-- What people decided and did, the newest first: on articles, refused records, sources, reasons. Each says what of it.
select
  decision.decision_id, decision.decided_at, decision.decided_by, decision.verdict, decision.article_id,
  decision.other_article_id, decision.day, decision.rejected_record_id as quarantine_id, decision.slug, decision.reason_code,
  decision.expires_at, decision.note, decision.revoked_at, decision.revoked_by, decision.details
from ops.decision
order by decision.decision_id desc
limit %(limit)s

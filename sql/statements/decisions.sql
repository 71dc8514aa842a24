-- The verdicts on pairs and days, the newest first.
select
  decision_id, verdict, article_id, other_article_id, day, decided_by, decided_at, revoked_at, revoked_by, applied_at, note,
  details
from ops.decision
where verdict in ('same', 'different', 'unsure', 'same_event', 'different_event', 'day', 'hide')
  and (%(all)s or revoked_at is null)
order by decision_id desc
limit %(limit)s

-- The decisions on stories, events and days that are not obeyed yet, in the order in which they were taken.
select decision_id, verdict, article_id, other_article_id, day, decided_by, revoked_at
from ops.decision
where verdict in ('same', 'different', 'same_event', 'different_event', 'day', 'hide')
  and (applied_at is null or applied_at < revoked_at)
order by decision_id

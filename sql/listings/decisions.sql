-- operator: The last decisions on pairs of articles, days and what is shown.
select decision_id, decided_at, decided_by, verdict, day, article_id, other_article_id, note, revoked_at, revoked_by
from ops.decision
where verdict in ('same', 'different', 'unsure', 'same_event', 'different_event', 'day', 'hide')
order by decision_id desc

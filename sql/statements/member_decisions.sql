-- The decisions on stories that hold between certain articles.
select verdict, article_id, other_article_id
from ops.decision
where article_id = any(%(article_ids)s)
  and other_article_id = any(%(article_ids)s)
  and verdict in ('same', 'different')
  and revoked_at is null
order by decision_id

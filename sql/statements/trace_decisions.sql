-- What people decided on one article, those taken back too.
select
  decision_id, verdict, day, decided_by, note, decided_at, revoked_at, revoked_by, article_id, other_article_id,
  case when article_id = %(article_id)s then other_article_id else article_id end as with_article_id,
  verdict <> 'unsure' and (applied_at is null or applied_at < revoked_at) is true as waits
from (
  select * from ops.decision where article_id = %(article_id)s
  union
  select * from ops.decision where other_article_id = %(article_id)s
) as decided
where verdict in ('same', 'different', 'unsure', 'same_event', 'different_event', 'day', 'hide')
order by decision_id desc
limit 60

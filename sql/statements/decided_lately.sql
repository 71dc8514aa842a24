-- The last verdicts on pairs and days, those taken back too.
select
  decision.decision_id, decision.verdict, decision.article_id, decision.other_article_id, decision.day, decision.decided_by,
  decision.note, decision.decided_at, decision.revoked_at, decision.revoked_by,
  decision.verdict <> 'unsure' and (decision.applied_at is null or decision.applied_at < decision.revoked_at) is true as waits,
  one.title, other.title as other_title
from ops.decision
left join lateral (
  select coalesce(version.headline, decision.details -> 'article' ->> 'uri') as title
  from news.article
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  where article.article_id = decision.article_id
) as one on true
left join lateral (
  select coalesce(version.headline, decision.details -> 'other' ->> 'uri') as title
  from news.article
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  where article.article_id = decision.other_article_id
) as other on true
where decision.verdict in ('same', 'different', 'unsure', 'same_event', 'different_event', 'day', 'hide')
order by decision.decision_id desc
limit %(limit)s

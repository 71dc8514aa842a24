-- The verdicts on two articles that hold, with both texts: what the calibration of the comparison learns from.
select
  decision.decision_id, decision.verdict, decision.decided_by, decision.decided_at, decision.note,
  one.it as one, other.it as other
from ops.decision
cross join lateral (
  select jsonb_build_object(
    'id', article.article_id, 'uri', article.uri, 'title', version.headline, 'date', version.published_on,
    'source', coalesce(version.agency, source.slug), 'language', version.language, 'text', content.body
  ) as it
  from news.article
  join news.source using (source_id)
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  join news.content on content.content_id = version.content_id and content.month = version.content_month
  where article.article_id = decision.article_id
) as one
cross join lateral (
  select jsonb_build_object(
    'id', article.article_id, 'uri', article.uri, 'title', version.headline, 'date', version.published_on,
    'source', coalesce(version.agency, source.slug), 'language', version.language, 'text', content.body
  ) as it
  from news.article
  join news.source using (source_id)
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  join news.content on content.content_id = version.content_id and content.month = version.content_month
  where article.article_id = decision.other_article_id
) as other
where decision.verdict in ('same', 'different', 'unsure')
  and decision.revoked_at is null
order by decision.decision_id

-- One stored article, and its story, for each of certain texts: one that says it now, and is not among the superseded ones.
select distinct on (content_key.content_sha256)
  content_key.content_sha256, article.article_id, membership.story_id
from news.content_key
join news.version using (content_id)
join news.article
  on article.article_id = version.article_id
  and article.current_version = version.version
  and article.current_month = version.month
join news.membership on membership.article_id = article.article_id and membership.valid_to is null
where content_key.content_sha256 = any(%(content_sha256)s)
  and article.article_id <> all(%(superseded)s)
order by
  content_key.content_sha256,
  coalesce(version.published_on, (article.first_seen_at at time zone 'UTC')::date),
  article.article_id

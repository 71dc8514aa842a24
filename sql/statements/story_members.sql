-- The articles of certain stories, with the hash of the text that each says now and the day that it states.
select
  article.article_id,
  membership.story_id,
  article.source_id,
  article.uri_sha256,
  content_key.content_sha256,
  version.published_on
from news.membership
join news.article using (article_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join news.content_key using (content_id)
where membership.story_id = any(%(story_ids)s)
  and membership.valid_to is null
order by article.article_id

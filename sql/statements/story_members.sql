-- The articles of certain stories, with the hashes of all texts that each has had.
select
  article.article_id,
  membership.story_id,
  article.source_id,
  article.uri_sha256,
  array_agg(distinct content_key.content_sha256) as content_sha256
from news.membership
join news.article using (article_id)
join news.version using (article_id)
join news.content_key using (content_id)
where membership.story_id = any(%(story_ids)s)
  and membership.valid_to is null
group by article.article_id, membership.story_id, article.source_id, article.uri_sha256
order by article.article_id

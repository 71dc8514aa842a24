-- One stored article, and its story, for each of certain texts.
select distinct on (content_key.content_sha256)
  content_key.content_sha256, content_day.article_id, membership.story_id
from news.content_key
join news.content_day using (content_id)
join news.membership on membership.article_id = content_day.article_id and membership.valid_to is null
where content_key.content_sha256 = any(%(content_sha256)s)
order by content_key.content_sha256, content_day.day, content_day.article_id

-- One stored article, and its story, for each of certain texts.
select distinct on (content_key.content_sha256)
  content_key.content_sha256, content_appearance.article_id, membership.story_id
from news.content_key
join news.content_appearance using (content_id)
join news.membership on membership.article_id = content_appearance.article_id and membership.valid_to is null
where content_key.content_sha256 = any(%(content_sha256)s)
order by content_key.content_sha256, content_appearance.day, content_appearance.article_id

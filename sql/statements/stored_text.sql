-- The texts of certain contents.
select content_key.content_sha256, held.language, held.headline, content.body
from news.content_key
join news.content using (content_id, month)
left join lateral (
  select version.language, version.headline from news.version where version.content_id = content.content_id order by language, headline limit 1
) as held on true
where content_key.content_sha256 = any(%(content_sha256)s)

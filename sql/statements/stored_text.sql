-- The texts of certain contents.
select content_key.content_sha256, held.language, content.body
from news.content_key
join news.content using (content_id, month)
left join lateral (
  select version.language from news.version where version.content_id = content.content_id order by language limit 1
) as held on true
where content_key.content_sha256 = any(%(content_sha256)s)

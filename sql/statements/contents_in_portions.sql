-- All texts in the order of their ids, a portion at a time.
select content_key.content_id, content_key.content_sha256, content.body
from news.content_key
join news.content using (content_id, month)
where content_key.content_id > %(after)s
order by content_key.content_id
limit %(limit)s

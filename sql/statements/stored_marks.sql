-- The marks of certain stored texts.
select content_key.content_sha256, array_agg(content_mark.mark) as marks
from news.content_key
join news.content_mark using (content_id)
where content_key.content_sha256 = any(%(content_sha256)s)
group by content_key.content_sha256

-- The hashes of certain contents.
select content_id, content_sha256
from news.content_key
where content_id = any(%(content_id)s)

-- Those of certain texts that are held.
select content_id
from news.content_key
where content_id = any (%(content_ids)s)

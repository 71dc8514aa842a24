-- The stories whose representative has one of certain texts.
select story_id
from news.event_story
where content_id = any (%(content_ids)s)

-- The stories around certain centres.
select center_story_id, story_id
from news.event_story
where center_story_id = any (%(centers)s)

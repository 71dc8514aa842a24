-- Certain stories among others.
select story_id, weight, key, center_story_id
from news.event_story
where story_id = any (%(story_ids)s)

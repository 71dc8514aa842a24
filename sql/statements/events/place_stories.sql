-- Stories that have another centre now.
update news.event_story
set center_story_id = placed.center_story_id
from unnest(%(story_ids)s::bigint[], %(centers)s::bigint[]) as placed (story_id, center_story_id)
where event_story.story_id = placed.story_id

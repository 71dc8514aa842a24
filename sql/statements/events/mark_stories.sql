-- The event that certain stories are in now. Gives those for which that changed.
update news.event_story
set event_id = marked.event_id
from unnest(%(story_ids)s::bigint[], %(event_ids)s::bigint[]) as marked (story_id, event_id)
where event_story.story_id = marked.story_id
  and event_story.event_id is distinct from marked.event_id
returning event_story.story_id

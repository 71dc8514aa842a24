-- What certain events are around now; those that go on have not ended.
update news.event
set center_story_id = noted.center_story_id, oldest_story_id = noted.oldest_story_id, ended_at = null
from unnest(%(event_ids)s::bigint[], %(centers)s::bigint[], %(oldest)s::bigint[]) as noted (event_id, center_story_id, oldest_story_id)
where event.event_id = noted.event_id

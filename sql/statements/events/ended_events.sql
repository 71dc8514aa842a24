-- Events that have ended, whose oldest story is one of certain ones: they go on.
select event_id, oldest_story_id
from news.event
where oldest_story_id = any (%(story_ids)s)
  and ended_at is not null
  and merged_into_event_id is null
order by event_id

-- Events whose stories are in none any more, and those that were merged into an older one.
update news.event
set
  center_story_id = null,
  follows_event_id = null,
  ended_at = %(now)s,
  merged_into_event_id = ended.into_event_id,
  merged_at = case when ended.into_event_id is not null then %(now)s::timestamptz end
from unnest(%(event_ids)s::bigint[], %(into)s::bigint[]) as ended (event_id, into_event_id)
where event.event_id = ended.event_id

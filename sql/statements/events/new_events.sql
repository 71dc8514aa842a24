-- Ids for new events, in the order of their oldest stories.
insert into news.event (oldest_story_id, run_id, created_at)
select oldest_story_id, %(run_id)s, %(now)s
from unnest(%(oldest)s::bigint[]) with ordinality as new (oldest_story_id, number)
order by number
returning event_id, oldest_story_id

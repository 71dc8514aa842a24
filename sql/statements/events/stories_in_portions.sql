-- All stories that stand, in the order of their ids, a portion at a time; and those that events still know.
select story_id
from (
  select story_id from news.story where merged_into_story_id is null and ended_at is null and story_id > %(after)s
  union
  select story_id from news.event_story where story_id > %(after)s
) as held
order by story_id
limit %(limit)s

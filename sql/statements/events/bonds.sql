-- The bonds of certain stories, each seen from the story that was asked for.
select story_id as one, other_story_id as other, score
from news.event_bond
where story_id = any (%(story_ids)s)
union all
select other_story_id, story_id, score
from news.event_bond
where other_story_id = any (%(story_ids)s)

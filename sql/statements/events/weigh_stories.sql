-- What the bonds of certain stories add up to.
update news.event_story
set weight = weighed.weight
from (
  select wanted.story_id, coalesce(sum(bond.score), 0) as weight
  from unnest(%(story_ids)s::bigint[]) as wanted (story_id)
  left join lateral (
    select score from news.event_bond where event_bond.story_id = wanted.story_id
    union all
    select score from news.event_bond where event_bond.other_story_id = wanted.story_id
  ) as bond on true
  group by wanted.story_id
) as weighed
where event_story.story_id = weighed.story_id
  and event_story.weight <> weighed.weight

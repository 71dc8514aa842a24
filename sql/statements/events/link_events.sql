-- The part of a saga before each of certain events, and before those that they are bound to: of the events that began earlier the one
-- to which most bonds lead.
with named as (
  select event_id from unnest(%(event_ids)s::bigint[]) as event_id
  union
  select other.event_id
  from news.event_story as story
  join lateral (
    select other_story_id as story_id from news.event_bond where event_bond.story_id = story.story_id
    union all
    select event_bond.story_id from news.event_bond where event_bond.other_story_id = story.story_id
  ) as bond on true
  join news.event_story as other on other.story_id = bond.story_id
  where story.event_id = any (%(event_ids)s)
    and other.event_id is not null
  union
  select event_id from news.event where follows_event_id = any (%(event_ids)s)
),
bound as (
  select story.event_id, other.event_id as other_event_id, sum(bond.score) as weight
  from named
  join news.event_story as story on story.event_id = named.event_id
  join lateral (
    select other_story_id as story_id, score from news.event_bond where event_bond.story_id = story.story_id
    union all
    select event_bond.story_id, score from news.event_bond where event_bond.other_story_id = story.story_id
  ) as bond on true
  join news.event_story as other on other.story_id = bond.story_id
  where other.event_id <> story.event_id
  group by story.event_id, other.event_id
),
begun as (
  select event.event_id, min(story.day) as day, min(encode(story.key, 'hex') collate "C") as key
  from news.event
  join news.event_story as story on story.event_id = event.event_id
  where event.event_id in (select event_id from bound union select other_event_id from bound)
  group by event.event_id
),
followed as (
  select distinct on (bound.event_id) bound.event_id, bound.other_event_id
  from bound
  join begun as ours on ours.event_id = bound.event_id
  join begun as theirs on theirs.event_id = bound.other_event_id
  where theirs.day < ours.day
  order by bound.event_id, bound.weight desc, theirs.day desc, theirs.key
)
update news.event
set follows_event_id = followed.other_event_id
from named
left join followed using (event_id)
where event.event_id = named.event_id
  and event.follows_event_id is distinct from followed.other_event_id

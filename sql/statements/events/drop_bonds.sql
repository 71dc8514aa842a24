-- The bonds of certain stories: they are found anew. Gives those that they were bound to.
with dropped as (
  delete from news.event_bond
  where story_id = any (%(story_ids)s) or other_story_id = any (%(story_ids)s)
  returning story_id, other_story_id
)
select story_id from dropped
union
select other_story_id from dropped

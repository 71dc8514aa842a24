-- The part of the digest that certain stories make now.
select high, low from ops.stories_digest(%(story_ids)s::bigint[])

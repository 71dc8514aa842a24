-- The part of the digest that all stories make.
select high, low
from ops.stories_digest((select coalesce(array_agg(story_id), '{}') from news.story where merged_into_story_id is null))

-- The story that an id leads to now.
select story.*
from analytics.resolve_story(%(id)s) as standing
cross join lateral analytics.story(standing.story_id) as story

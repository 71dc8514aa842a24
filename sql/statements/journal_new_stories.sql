-- The stories that a load has made.
select story_id
from news.story
where run_id = %(run_id)s
  and created_at = %(at)s
order by story_id

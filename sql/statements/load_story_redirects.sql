-- Stories that turned out to be one: the older id survives, the others redirect to it.
update news.story
set merged_into_story_id = m.merged_into_story_id, merged_at = %(now)s
from staging.story_merge as m
where m.run_id = %(run_id)s
  and story.story_id = m.story_id

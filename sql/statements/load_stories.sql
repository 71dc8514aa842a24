-- The new stories.
insert into news.story (story_id, run_id, created_at)
overriding system value
select g.story_id, g.run_id, %(now)s
from staging.story_group as g
where g.run_id = %(run_id)s
  and not exists (select from news.story where story.story_id = g.story_id)
order by g.story_id

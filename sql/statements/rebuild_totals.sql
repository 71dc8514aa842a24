-- What is held.
select
  (select count(*) from news.article) as articles,
  (
    select count(*) from news.story
    where merged_into_story_id is null and exists (
      select from news.membership where membership.story_id = story.story_id and membership.valid_to is null
    )
  ) as stories,
  (select count(*) from ops.file) as files

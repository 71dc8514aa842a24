-- The articles of merged stories move to the surviving one; what was held before stays on record.
with moved as (
  update news.membership
  set valid_to = %(now)s
  from staging.story_merge as m
  where m.run_id = %(run_id)s
    and membership.story_id = m.story_id
    and membership.valid_to is null
  returning membership.article_id, m.merged_into_story_id
)
insert into news.membership (article_id, story_id, valid_from, run_id)
select article_id, merged_into_story_id, %(now)s, %(run_id)s
from moved

-- Stored articles that belong to another story now; what was held before stays on record.
with moved as (
  update news.membership
  set valid_to = %(now)s
  from staging.story_move as m
  join staging.story_group as g using (run_id, story_group)
  where m.run_id = %(run_id)s
    and membership.article_id = m.article_id
    and membership.valid_to is null
    and membership.story_id <> g.story_id
  returning membership.article_id, g.story_id
)
insert into news.membership (article_id, story_id, valid_from, run_id)
select article_id, story_id, %(now)s, %(run_id)s
from moved

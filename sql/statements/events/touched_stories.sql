-- The stories that a load, a decision or a removal of this time has changed: those that got or lost articles, whose articles have
-- another version, and those of which something began or ceased to be hidden, an embargo that ended since the last load included.
select story_id from news.membership where run_id = %(run_id)s
union
select gone.story_id
from news.membership as come
join news.membership as gone on gone.article_id = come.article_id and gone.valid_to = come.valid_from
where come.run_id = %(run_id)s
union
select membership.story_id
from news.version
join news.membership on membership.article_id = version.article_id and membership.valid_to is null
where version.run_id = %(run_id)s
union
select membership.story_id
from news.hidden
join news.membership on membership.article_id = hidden.article_id and membership.valid_to is null
where hidden.valid_from = %(now)s
  or hidden.valid_to = %(now)s
  or (
    hidden.valid_to is null
    and hidden.embargoed <= %(now)s
    and hidden.embargoed > coalesce((select max(loaded_at) from ops.run where run_id <> %(run_id)s), '-infinity')
  )

-- The articles of stories that are in another event now, told to those who follow. Those of the run itself are told by it.
insert into news.change (article_id, change, run_id, changed_at)
select membership.article_id, 'changed', %(run_id)s::bigint, %(now)s::timestamptz
from news.membership
where membership.story_id = any (%(story_ids)s)
  and membership.valid_to is null
  and not exists (
    select from news.change
    where change.article_id = membership.article_id and change.run_id = %(run_id)s and change.change in ('added', 'changed')
  )
order by membership.article_id

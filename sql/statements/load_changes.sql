-- What this load changed, for those who follow. Which articles began or ceased to stand for their story is noted with the
-- representatives. The end of an embargo needs no row: the row that says when it ends is read again then.
insert into news.change (article_id, change, run_id, changed_at, embargoed)
select touched.article_id, touched.change, %(run_id)s, %(now)s, touched.embargoed
from (
  select o.article_id, 'added' as change, null::timestamptz as embargoed
  from staging.outcome as o
  where o.run_id = %(run_id)s
    and o.outcome in ('original', 'copy', 'near_copy', 'rewrite', 'translation')
    and not exists (select from news.hidden where hidden.article_id = o.article_id and hidden.valid_to is null)
  union
  select o.article_id, 'changed', null
  from staging.outcome as o
  where o.run_id = %(run_id)s
    and o.outcome = 'version'
    and o.is_current
  union
  select m.article_id, 'moved', null
  from staging.story_move as m
  join news.membership on membership.article_id = m.article_id and membership.valid_from = %(now)s
  where m.run_id = %(run_id)s
  union
  select hidden.article_id, 'hidden', max(hidden.embargoed)
  from news.hidden
  where hidden.valid_from = %(now)s
    and hidden.valid_to is null
  group by hidden.article_id
  union
  select hidden.article_id, 'shown', null
  from news.hidden
  where hidden.valid_to = %(now)s
    and (hidden.embargoed <= %(now)s) is not true
    and not exists (select from news.hidden_article where hidden_article.article_id = hidden.article_id)
) as touched
order by touched.article_id, touched.change

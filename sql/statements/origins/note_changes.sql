-- The articles whose text says now that another article was first, told to those who follow. Those of the run itself are told by it.
insert into news.change (article_id, change, run_id, changed_at)
select distinct article.article_id, 'changed', %(run_id)s::bigint, %(now)s::timestamptz
from news.version
join news.article
  on article.article_id = version.article_id
  and article.current_version = version.version
where version.content_id = any (%(content_ids)s)
  and not exists (
    select from news.change
    where change.article_id = article.article_id and change.run_id = %(run_id)s and change.change in ('added', 'changed')
  )
order by article.article_id

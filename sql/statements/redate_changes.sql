-- Whoever follows is told.
insert into news.change (article_id, change, run_id, changed_at)
select article_id, 'changed', %(run_id)s, %(now)s
from news.version
where run_id = %(run_id)s
  and decision_id is not null
order by article_id

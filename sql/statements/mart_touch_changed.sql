-- The articles that loads, refolds and decisions after a certain load have touched, those whose hiding began or ended since,
-- and those that are gone.
insert into marts.touched_article
select article_id
from news.version
where run_id in (select run_id from ops.run where load_number > %(after)s)
union
select article_id
from news.membership
where run_id in (select run_id from ops.run where load_number > %(after)s)
union
-- Those that repeated what was removed.
select article_id
from news.change
where change = 'changed'
  and run_id in (select run_id from ops.run where load_number > %(after)s and trigger = 'retention')
union
select article_id
from marts.hidden_now
join marts.article using (article_id)
where article.is_shown
union
select article_id
from marts.article
where not is_shown
  and not exists (select from marts.hidden_now where hidden_now.article_id = article.article_id)
union
select article_id
from marts.article
where not exists (select from news.article as held where held.article_id = article.article_id)

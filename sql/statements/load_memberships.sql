-- Each new article joins its story.
insert into news.membership (article_id, story_id, valid_from, run_id)
select o.article_id, g.story_id, %(now)s, o.run_id
from staging.outcome as o
join staging.story_group as g using (run_id, story_group)
where o.run_id = %(run_id)s
  and o.outcome in ('original', 'copy', 'near_copy', 'rewrite', 'translation')
order by o.arrival

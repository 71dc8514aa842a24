-- The stories that one article was in, and which run moved it.
select membership.story_id, membership.valid_from, membership.valid_to, membership.run_id, run.trigger
from news.membership
join ops.run using (run_id)
where membership.article_id = %(article_id)s
order by membership.valid_from desc
limit 30

-- warn: a story of more than 200 articles may be a chain of false links.
select membership.story_id, count(*) as articles
from news.membership
where membership.valid_to is null
  and membership.story_id in (select story_id from news.membership where run_id = %(run_id)s and valid_to is null)
group by membership.story_id
having count(*) > 200
order by articles desc

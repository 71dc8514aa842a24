-- The stories of more than one article.
select story_id from news.membership where valid_to is null group by story_id having count(*) > 1 order by story_id

-- The stories that certain articles are in now.
select article_id, story_id from news.membership where article_id = any(%(article_ids)s) and valid_to is null order by article_id

-- The days of all articles of the touched stories: what they count for depends on their story's representative.
insert into marts.touched_day
select distinct article.day
from marts.touched_story
join marts.article using (story_id)
on conflict do nothing

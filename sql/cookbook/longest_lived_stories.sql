-- Which stories ran over most days?
-- Theme: Firsts and spread
select story.headline, spread.day as first_day, spread.days, spread.first_day_articles, spread.article_count
from analytics.story_spread as spread
join analytics.unique_articles as story using (story_id)
where spread.day between '2025-09-22' and '2025-09-29'
  and spread.days > 1
order by spread.days desc, spread.article_count desc, story.uri
limit 8;

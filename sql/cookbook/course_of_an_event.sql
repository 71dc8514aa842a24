-- How did an event go over the days, and in which languages?
-- Theme: Events
select story.day, story.language, count(*) as reports, sum(story.article_count) as articles
from analytics.unique_articles as story
join analytics.events as event using (event_id)
where event.name ilike '%Kvitsund%'
group by story.day, story.language
order by story.day, reports desc, story.language;

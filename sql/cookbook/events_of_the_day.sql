-- What happened on a day: which events did most outlets report themselves?
-- Theme: The day
-- For yesterday: current_date - 1 in place of the day. Not every story is in an event.
select name, independent_reports, story_count, article_count, languages, places
from analytics.events
where event_id in (select event_id from analytics.unique_articles where day = '2025-09-26')
order by independent_reports desc, article_count desc, name
limit 8;

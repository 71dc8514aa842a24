-- What happened: which events did most outlets report themselves?
-- Theme: Events
-- An event is all reports of one thing that happened, written independently, in all languages. Not every story is in one.
select name, first_published_on, last_published_on, independent_reports, article_count, languages
from analytics.events
where first_published_on between '2025-09-22' and '2025-09-29'
order by independent_reports desc, article_count desc, name
limit 8;

-- Who wrote most reports of the month?
-- Theme: Search
-- Each report once: reprints of it do not count.
select author, count(*) as stories, array_agg(distinct story.source order by story.source) as sources
from analytics.unique_articles as story
cross join unnest(story.byline) as author
where story.day between '2025-09-01' and '2025-09-30'
group by author
order by stories desc, author
limit 8;

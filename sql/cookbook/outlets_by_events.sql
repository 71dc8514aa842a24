-- Which outlets reported most events themselves, and how often before all others?
-- Theme: Events
select
  source,
  count(distinct event_id) as events,
  count(*) as own_reports,
  count(*) filter (where is_first) as first_reports
from (
  select
    story.source,
    story.event_id,
    story.published_at is not null and story.published_at = min(story.published_at) over (partition by story.event_id) as is_first
  from analytics.unique_articles as story
  where story.event_id is not null
) as report
group by source
order by own_reports desc, first_reports desc, source
limit 8;

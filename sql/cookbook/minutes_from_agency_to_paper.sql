-- How long after an agency does a paper have its text?
-- Theme: Who carries whose text
-- Only where both instants are known.
select
  coalesce(origin_agency, origin_source) as origin,
  source as paper,
  timed_articles,
  round(median_minutes::numeric / 60, 1) as median_hours
from analytics.carriage
where period = 'month'
  and period_start = '2025-09-01'
  and timed_articles > 0
  and source <> origin_source
order by median_hours, origin, paper;

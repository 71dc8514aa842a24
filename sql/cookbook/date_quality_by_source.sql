-- How well does each source date its articles?
-- Theme: Sources and the quality of their data
select
  source,
  sum(articles) as articles,
  sum(instant) as to_the_minute,
  sum(day_only) as day_only,
  sum(undated) as undated,
  round(100 * sum(inferred_share * articles) / sum(articles)) as percent_worked_out
from analytics.date_quality
where day between '2025-09-01' and '2025-09-30'
group by source
order by percent_worked_out desc, source
limit 8;

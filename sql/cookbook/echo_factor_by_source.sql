-- How much of what a source prints did it have first?
-- Theme: Who carries whose text
select
  source,
  sum(articles) as articles,
  sum(first_reports) as first_reports,
  round(100.0 * sum(first_reports) / sum(articles)) as percent_first
from analytics.daily_volume
where grain = 'source'
  and day between '2025-09-01' and '2025-09-30'
group by source
having sum(articles) >= 5
order by percent_first, source;

-- How long after publication do we have a source's articles?
-- Theme: Sources and the quality of their data
select
  source,
  count(*) as articles,
  round(extract(epoch from percentile_cont(0.5) within group (order by first_seen_at - published_at)) / 3600) as median_hours
from analytics.articles
where published_on between '2025-09-22' and '2025-09-29'
  and published_at is not null
group by source
order by median_hours desc, source
limit 8;

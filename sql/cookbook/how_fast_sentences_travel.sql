-- How soon after the first carrier do others print its sentences?
-- Theme: Firsts and spread
-- Only where both instants are known.
select
  origin_source as origin,
  source,
  count(*) as articles,
  round(percentile_cont(0.5) within group (order by minutes_after)::numeric / 60, 1) as median_hours
from analytics.reuse
where published_on between '2025-09-22' and '2025-09-29'
  and minutes_after is not null
group by origin_source, source
order by articles desc, origin, source
limit 8;

-- At which hours (UTC) do articles come out?
-- Theme: The day
-- Only articles whose time and zone are both known have an instant.
select extract(hour from published_at at time zone 'UTC')::integer as hour, count(*) as articles
from analytics.articles
where published_on between '2025-09-22' and '2025-09-29'
  and published_at is not null
group by 1
order by articles desc, hour
limit 8;

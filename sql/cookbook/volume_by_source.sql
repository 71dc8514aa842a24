-- Which sources gave most on a day, and how much of it was first with them?
-- Theme: The day
-- For yesterday: day = current_date - 1.
select source, articles, stories, first_reports
from analytics.daily_volume
where grain = 'source'
  and day = '2025-09-26'
order by articles desc, source
limit 8;

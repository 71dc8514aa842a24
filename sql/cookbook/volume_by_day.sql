-- How many articles came each day, and how many reports are they really?
-- Theme: The day
-- Forty reprints are forty articles and one story. The echo factor is articles for each story.
select day, articles, stories, echo_factor
from analytics.daily_volume
where grain = 'day'
  and day between '2025-09-22' and '2025-09-29'
order by day;

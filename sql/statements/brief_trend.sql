-- Grain: one of the 28 days up to the day: its articles and independent reports; 0 where nothing came.
select
  calendar.day::date as day,
  coalesce(volume.articles, 0) as articles,
  coalesce(volume.stories, 0) as reports
from generate_series(%(day)s::date - 27, %(day)s::date, interval '1 day') as calendar (day)
left join analytics.daily_volume as volume on volume.grain = 'day' and volume.day = calendar.day::date
order by calendar.day

-- Which sources have gone quiet?
-- Theme: Sources and the quality of their data
-- For yesterday: day = current_date - 1. With weeks of past, is_quiet compares with the same weekday; the sample has none.
select source, last_day, days_silent, usual_articles, is_quiet
from analytics.source_activity
where day = (select max(day) from analytics.daily_volume where grain = 'day')
  and days_silent > 0
order by days_silent desc, source
limit 8;

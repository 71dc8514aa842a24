-- On which weekdays is most published?
-- Theme: The day
select to_char(day, 'FMDay') as weekday, sum(articles) as articles, sum(first_reports) as first_reports
from analytics.daily_volume
where grain = 'day'
  and day > '2025-09-29'::date - 28
group by extract(isodow from day), to_char(day, 'FMDay')
order by extract(isodow from day);

-- Which day a brief is of: the one asked for, else the newest with articles; with the days before and after it.
select
  chosen.day,
  (select max(day) from analytics.daily_volume where grain = 'day' and day < chosen.day) as previous_day,
  (select min(day) from analytics.daily_volume where grain = 'day' and day > chosen.day) as next_day
from (
  select max(day) as day
  from analytics.daily_volume
  where grain = 'day'
    and (%(day)s::date is null or day = %(day)s::date)
) as chosen
where chosen.day is not null

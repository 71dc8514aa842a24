-- Which languages came each day?
-- Theme: Places, topics, languages
select day, string_agg(language || ' ' || articles, ', ' order by articles desc, language) as articles_by_language
from analytics.daily_volume
where grain = 'language'
  and day between '2025-09-22' and '2025-09-29'
group by day
order by day;

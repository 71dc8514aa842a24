-- Which countries did the week's reports come from?
-- Theme: Places, topics, languages
select country, sum(articles) as articles, sum(first_reports) as first_reports
from analytics.daily_volume
where grain = 'country'
  and day between '2025-09-22' and '2025-09-29'
  and country is not null
group by country
order by articles desc, country
limit 8;

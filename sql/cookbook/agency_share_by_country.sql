-- What share of the articles from each country does one agency have?
-- Theme: Who carries whose text
select
  dateline_country as country,
  count(*) as articles,
  count(*) filter (where agency = 'MNA') as of_the_agency,
  round(100.0 * count(*) filter (where agency = 'MNA') / count(*)) as percent
from analytics.articles
where published_on between '2025-09-22' and '2025-09-29'
  and dateline_country is not null
group by dateline_country
having count(*) filter (where agency = 'MNA') > 0
order by articles desc, percent desc, country
limit 8;

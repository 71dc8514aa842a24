-- What was reported from one place, and by whom?
-- Theme: Places, topics, languages
select published_on, source, outcome, headline
from analytics.articles
where dateline_place = 'Cebu City'
  and published_on between '2025-09-22' and '2025-09-30'
order by published_on, uri
limit 8;

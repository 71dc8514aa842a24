-- Whose reports are carried most: the echo factor of each agency?
-- Theme: Who carries whose text
select
  agency,
  count(*) as stories,
  sum(article_count) as articles,
  round(avg(article_count), 2) as echo_factor,
  max(source_count) as most_sources
from analytics.unique_articles
where agency is not null
  and agency_role = 'origin'
  and day between '2025-09-01' and '2025-09-30'
group by agency
order by echo_factor desc, agency;

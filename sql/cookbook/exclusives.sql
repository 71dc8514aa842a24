-- Which sources have most reports that nobody else carries?
-- Theme: Firsts and spread
select
  source,
  count(*) as stories,
  count(*) filter (where source_count = 1) as exclusive,
  round(100.0 * count(*) filter (where source_count = 1) / count(*)) as percent
from analytics.unique_articles
where day between '2025-09-22' and '2025-09-29'
group by source
order by exclusive desc, source
limit 8;

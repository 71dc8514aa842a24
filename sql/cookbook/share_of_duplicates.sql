-- What share of a day's articles is new, and what share repeats another?
-- Theme: Who carries whose text
select
  outcome,
  count(*) as articles,
  round(100.0 * count(*) / sum(count(*)) over (), 1) as percent
from analytics.articles
where published_on = '2025-09-26'
group by outcome
order by articles desc, outcome;

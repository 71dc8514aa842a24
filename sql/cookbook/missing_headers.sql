-- Which headers do a source's articles of a day lack?
-- Theme: Sources and the quality of their data
select
  source,
  count(*) as articles,
  count(*) - count(headline) as no_headline,
  count(*) filter (where byline = '{}') as no_byline,
  count(*) - count(dateline_place) as no_place,
  count(*) - count(published_at) as no_instant
from analytics.articles
where published_on = '2025-09-27'
group by source
order by no_headline desc, no_place desc, source
limit 8;

-- From how many places does each source report itself?
-- Theme: Places, topics, languages
-- Only what nobody had before: a reprint has the dateline of whoever wrote it.
select
  source,
  count(distinct dateline_place) as places,
  count(distinct dateline_country) as countries,
  count(*) as reports,
  round(avg((dateline_place is not null)::integer), 2) as share_with_a_dateline
from analytics.articles
where published_on between '2025-09-22' and '2025-09-29'
  and outcome = 'original'
group by source
order by places desc, reports desc, source
limit 10;

-- How long are a source's articles?
-- Theme: Sources and the quality of their data
select
  source,
  count(*) as articles,
  percentile_disc(0.5) within group (order by word_count) as median_words,
  max(word_count) as longest
from analytics.articles
where published_on between '2025-09-22' and '2025-09-29'
group by source
order by median_words desc, source
limit 8;

-- Which papers write most of what they print?
-- Theme: Who carries whose text
-- Of the words: sentences that nobody had before. What we do not hold counts as their own.
select
  source,
  count(*) as articles,
  round(100 * sum(own_share * word_count)::numeric / sum(word_count)) as own_percent,
  round(100 * sum(agency_share * word_count)::numeric / sum(word_count)) as agency_percent
from analytics.articles
where published_on between '2025-09-22' and '2025-09-29'
  and own_share is not null
group by source
having count(*) >= 2
order by own_percent desc, source
limit 8;

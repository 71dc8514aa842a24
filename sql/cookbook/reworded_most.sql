-- Who tells the sentences of others in other words, and who prints them as they are?
-- Theme: Who carries whose text
select
  source,
  sum(sentences) as sentences,
  round(100 * sum(verbatim) / sum(sentences)) as verbatim_percent,
  round(100 * sum(reworded) / sum(sentences)) as reworded_percent
from analytics.reuse
where published_on between '2025-09-22' and '2025-09-29'
group by source
order by reworded_percent desc, sentences desc, source
limit 8;

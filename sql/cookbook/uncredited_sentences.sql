-- Who printed an agency's sentences without naming the agency?
-- Theme: Who carries whose text
-- A hint, not a proof: the credit may have stood where the file does not show it.
select source, origin_agency, count(*) as articles, sum(sentences) as sentences, sum(words) as words
from analytics.reuse
where published_on between '2025-09-22' and '2025-09-29'
  and is_credited = false
group by source, origin_agency
order by words desc, source, origin_agency
limit 8;

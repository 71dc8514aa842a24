-- Which are the longest reports of the week?
-- Theme: Places, topics, languages
select headline, source, language, word_count
from analytics.unique_articles
where day between '2025-09-22' and '2025-09-29'
order by word_count desc, uri
limit 8;

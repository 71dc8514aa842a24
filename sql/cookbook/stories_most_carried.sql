-- Which stories of a day did most sources carry?
-- Theme: The day
-- For yesterday: day = current_date - 1.
select headline, source as first_source, source_count, article_count, sources
from analytics.unique_articles
where day = '2025-09-26'
order by source_count desc, article_count desc, headline
limit 8;

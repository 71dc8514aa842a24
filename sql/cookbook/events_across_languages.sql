-- Which events were reported in most languages?
-- Theme: Events
select name, cardinality(languages) as languages, source_count, places, countries
from analytics.events
where cardinality(languages) > 1
order by cardinality(languages) desc, source_count desc, name
limit 8;

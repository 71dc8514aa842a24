-- How is that name spelled, of which only the sound is known?
-- Theme: Search
select kind, name, round(similarity::numeric, 2) as similarity
from analytics.search_names('Tessalonikki')
union all
select kind, name, round(similarity::numeric, 2)
from analytics.search_names('Corigal', kind => 'byline')
order by similarity desc, kind, name
limit 8;

-- Which headlines were changed after publication?
-- Theme: Corrections and what is held back
select source, headline_before, headline_after
from analytics.corrections
where 'headline' = any (fields)
order by day, uri
limit 8;

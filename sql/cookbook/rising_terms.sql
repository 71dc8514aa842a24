-- Which names and words rise on a day against their own past?
-- Theme: The day
-- The score grows with the past: the sample has five days, a month is better.
select language, rank, term, kind, stories, expected, score
from analytics.rising_terms
where day = '2025-09-26'
order by score desc, language, rank
limit 8;

-- Grain: one of the twelve names and words that rise most on the day, over all languages.
select
  term,
  kind,
  language,
  stories as reports,
  expected::double precision as expected,
  score::double precision as score,
  past_days
from analytics.rising_terms
where day = %(day)s
order by score desc, language, rank
limit 12

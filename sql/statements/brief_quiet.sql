-- Grain: one source that gave less than a fifth of its usual, or, where it has no usual yet, nothing.
select source, articles, usual_articles, weeks_compared, last_day, days_silent, is_quiet, count(*) over () as found
from analytics.source_activity
where day = %(day)s
  and (is_quiet or (weeks_compared = 0 and days_silent > 0))
order by is_quiet desc, usual_articles desc nulls last, days_silent desc, source
limit 12

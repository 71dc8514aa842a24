-- Grain: one language of the day's articles, ISO 639-1; null where it is not known.
select language, articles, stories as reports
from analytics.daily_volume
where grain = 'language'
  and day = %(day)s
order by articles desc, language nulls last

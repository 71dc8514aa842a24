-- What came in on the day, and what is usual: the median of the same weekday in the eight weeks before.
select
  today.articles,
  today.stories as reports,
  today.first_reports as new_reports,
  usual.articles as usual_articles,
  usual.reports as usual_reports,
  usual.weeks as usual_weeks,
  held.sources,
  held.languages,
  held.countries,
  held.places,
  freshness.refreshed_at,
  coalesce(freshness.load_number, 0) as load_number,
  freshness.is_current
from analytics.daily_volume as today
cross join lateral (
  select
    percentile_cont(0.5) within group (order by before.articles) as articles,
    percentile_cont(0.5) within group (order by before.stories) as reports,
    count(*) as weeks
  from generate_series(1, 8) as week
  join analytics.daily_volume as before on before.grain = 'day' and before.day = today.day - 7 * week
) as usual
cross join lateral (
  select
    count(*) filter (where grain = 'source') as sources,
    count(*) filter (where grain = 'language' and language is not null) as languages,
    count(*) filter (where grain = 'country' and country is not null) as countries,
    count(*) filter (where grain = 'place' and place is not null) as places
  from analytics.daily_volume
  where day = today.day
) as held
cross join analytics.mart_freshness as freshness
where today.grain = 'day'
  and today.day = %(day)s

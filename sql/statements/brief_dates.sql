-- How well the day's articles are dated.
select
  coalesce(sum(articles), 0)::integer as articles,
  coalesce(sum(instant), 0)::integer as instant,
  coalesce(sum(day_only), 0)::integer as day_only,
  coalesce(sum(undated), 0)::integer as undated,
  coalesce(round(sum(inferred_share * articles)), 0)::integer as inferred,
  coalesce(round(sum(ambiguous_share * articles)), 0)::integer as ambiguous
from analytics.date_quality
where day = %(day)s

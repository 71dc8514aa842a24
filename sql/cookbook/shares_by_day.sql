-- How much of each day's words was new, an agency's, or another outlet's?
-- Theme: The day
select
  day,
  sum(articles) as articles,
  round(100 * sum(own_share * words)::numeric / sum(words)) as own_percent,
  round(100 * sum(agency_share * words)::numeric / sum(words)) as agency_percent,
  round(100 * sum(others_share * words)::numeric / sum(words)) as others_percent
from analytics.daily_shares
where day between '2025-09-24' and '2025-09-28'
group by day
order by day;

-- How much of each day's words was new, an agency's, or another outlet's?
-- Theme: The day
select
  published_on as day,
  count(*) as articles,
  round(100 * sum(own_share * word_count)::numeric / sum(word_count)) as own_percent,
  round(100 * sum(agency_share * word_count)::numeric / sum(word_count)) as agency_percent,
  round(100 * sum((reused_share - agency_share) * word_count)::numeric / sum(word_count)) as others_percent
from analytics.articles
where published_on between '2025-09-24' and '2025-09-28'
  and own_share is not null
group by published_on
order by published_on;

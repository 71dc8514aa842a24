-- How new was each report of an event when it came, and how new is it as we know now?
-- Theme: Events
-- What ends in _then was written when the article came: no later article changes it.
select
  novelty.source,
  novelty.event_rank_then,
  novelty.event_rank,
  novelty.event_minutes,
  novelty.similar_day,
  round(novelty.new_share::numeric, 2) as new_share
from analytics.novelty
join analytics.articles as article using (article_id)
where article.event_id = (select event_id from analytics.search('Kvitsund freighter', max_results => 1))
order by novelty.event_rank, novelty.source;

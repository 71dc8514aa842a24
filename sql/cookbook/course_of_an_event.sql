-- How did an event go on, story by story?
-- Theme: Firsts and spread
select published_on, published_at, source, language, headline
from analytics.articles
where event_id = (select event_id from analytics.events order by article_count desc, name limit 1)
  and is_representative
order by published_on nulls last, published_at nulls last, uri
limit 8;

-- What has a reporter written?
-- Theme: Search
select published_on, source, headline, dateline_place, word_count
from analytics.articles
where byline @> array['Magnus Corrigall']
order by published_on, uri
limit 8;

-- Which reports of the week were taken over most?
-- Theme: Who carries whose text
-- By words, not by articles: also a paragraph in the middle of somebody else's report counts.
select taken.origin_source as source, article.headline, taken.articles, taken.words
from (
  select origin_article_id, origin_source, count(*) as articles, sum(words) as words
  from analytics.reuse
  where published_on between '2025-09-22' and '2025-09-29'
  group by origin_article_id, origin_source
  order by words desc, origin_article_id
  limit 8
) as taken
cross join lateral analytics.article(taken.origin_article_id) as article
order by taken.words desc, article.uri;

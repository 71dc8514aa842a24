-- Which rewrites were folded with the lowest score, for a person to look at?
-- Theme: Who carries whose text
-- `newsfold compare` shows two texts side by side, `newsfold decide` settles them.
select
  round(rewrite.similarity::numeric, 4) as score,
  rewrite.source,
  rewrite.headline,
  matched.source as matched_source,
  matched.headline as matched_headline
from analytics.articles as rewrite
join analytics.articles as matched on matched.article_id = rewrite.matched_article_id
where rewrite.outcome = 'rewrite'
  and rewrite.published_on = '2025-09-26'
order by score, rewrite.uri
limit 8;

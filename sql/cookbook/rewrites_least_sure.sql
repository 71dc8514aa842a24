-- Which rewrites were folded with the lowest score, for a person to look at?
-- Theme: Who carries whose text
-- `newsfold compare` shows two texts side by side, `newsfold decide` settles them.
select
  round(unsure.similarity::numeric, 4) as score,
  rewrite.source,
  rewrite.headline,
  matched.source as matched_source,
  matched.headline as matched_headline
from (
  select article_id, matched_article_id, similarity
  from analytics.article_facts
  where day = '2025-09-26'
    and outcome = 'rewrite'
  order by similarity, article_id
  limit 8
) as unsure
cross join lateral analytics.article(unsure.article_id) as rewrite
cross join lateral analytics.article(unsure.matched_article_id) as matched
order by score, rewrite.uri;

-- Where does each sentence of an article come from?
-- Theme: Firsts and spread
-- The article with the most borrowed sentences, for one; put an id of your own in its place.
select here.sentence_number as number, left(here.sentence, 60) as sentence, first.source as origin, here.kind, here.similarity
from analytics.sentence_origins as here
left join analytics.articles as first on first.article_id = here.origin_article_id
where here.article_id = (
  select article_id
  from analytics.reuse
  where share < 0.9
  group by article_id
  order by sum(sentences) desc, article_id
  limit 1
)
order by here.sentence_number
limit 8;

-- Which articles of different stories share sentences?
-- Theme: Who carries whose text
-- What no comparison of whole texts finds: a passage in the middle of a report on something else.
select here.source, left(here.headline, 40) as headline, first.source as origin, left(first.headline, 40) as origin_headline, taken.sentences
from analytics.reuse as taken
join analytics.articles as here using (article_id)
join analytics.articles as first on first.article_id = taken.origin_article_id
where here.story_id <> first.story_id
order by taken.words desc, here.uri, first.uri
limit 8;

-- What did we have of the corrected articles before the corrections came?
-- Theme: Corrections and what is held back
-- articles_as_of gives what was held and believed at a time, in the columns of analytics.articles. Name the
-- articles or the stories: the whole corpus of a time takes seconds for each 100,000 articles.
select
  article.source,
  earlier.version as version_then,
  article.version as version_now,
  earlier.headline as headline_then,
  article.headline as headline_now
from analytics.articles_as_of(
  '2025-09-29 12:00+00',
  article_ids => array(select article_id from analytics.corrections where day = '2025-09-30')
) as earlier
cross join lateral analytics.article(earlier.article_id) as article
order by article.source, article.uri;

-- The articles of a story, without their texts, the earliest first.
select
  article_id, story_id, event_id, outcome, matched_article_id, similarity, is_representative, source, uri, headline, byline, agency, language,
  published_on, published_at, word_count, version, file_uri, record_position, run_id, licence
from analytics.articles_of_story(%(id)s)
limit %(limit)s

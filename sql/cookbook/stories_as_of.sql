-- How big were a day's stories, as we knew them one noon?
-- Theme: Corrections and what is held back
-- Name the stories: all stories of a time take seconds for each 100,000 articles.
select headline, first_published_on, source_count, article_count, copies, near_copies, rewrites, translations
from analytics.stories_as_of(
  '2025-09-29 12:00+00',
  story_ids => array(select story_id from analytics.story_spread where day = '2025-09-26' and source_count > 1)
)
order by source_count desc, article_count desc, headline
limit 8;

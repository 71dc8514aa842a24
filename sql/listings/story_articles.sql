-- analyst: The articles of a story in the order of their days.
select published_on, article_id, headline, source, outcome, word_count
from analytics.articles_of_story(%(story_id)s)
order by published_on nulls last, article_id

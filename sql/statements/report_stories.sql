-- How many stories the run's new articles are in, and how many of those it made.
select
  count(distinct membership.story_id) as stories,
  count(distinct membership.story_id) filter (where story.run_id = %(run_id)s) as new_stories
from news.article
join news.membership on membership.article_id = article.article_id and membership.valid_to is null
join news.story using (story_id)
where article.first_run_id = %(run_id)s

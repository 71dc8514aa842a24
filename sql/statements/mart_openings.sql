-- How the representatives of the touched stories begin, of those that have a day.
select story.story_id, story.day, coalesce(story.language, 'und'), left(content.body, %(characters)s)
from marts.touched_story
join marts.story using (story_id)
join news.article on article.article_id = story.representative_article_id
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join news.content on content.content_id = version.content_id and content.month = version.content_month
where story.published_on is not null

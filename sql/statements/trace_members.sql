-- The articles of the story that one article is in.
select
  other.article_id, other.outcome, source.slug as source, version.headline, version.published_on, version.published_at,
  content.word_count, count(*) over () as members
from news.membership as mine
join news.membership as theirs on theirs.story_id = mine.story_id and theirs.valid_to is null
join news.article as other on other.article_id = theirs.article_id
join news.source on source.source_id = other.source_id
join news.version
  on version.article_id = other.article_id
  and version.version = other.current_version
  and version.month = other.current_month
join news.content on content.content_id = version.content_id and content.month = version.content_month
where mine.article_id = %(article_id)s
  and mine.valid_to is null
order by version.published_on nulls last, version.published_at nulls last, other.article_id
limit 60

-- One article as a person compares it with another, in the version that is shown.
select
  article.article_id,
  article.uri,
  source.slug as source,
  source.name as source_name,
  version.headline,
  version.agency,
  version.agency_role,
  version.byline,
  version.language,
  version.published_on,
  version.published_at,
  version.dateline_place,
  version.pub_status,
  content.body,
  content.word_count,
  membership.story_id,
  array(select reason from news.hidden_article where hidden_article.article_id = article.article_id) as hidden,
  file.uri as file_uri,
  file.fetched_at,
  (file.fetched_at at time zone 'UTC')::date + 1 as latest_day
from news.article
join news.source using (source_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join news.content on content.content_id = version.content_id and content.month = version.content_month
join ops.file using (file_id)
join news.membership on membership.article_id = article.article_id and membership.valid_to is null
where article.article_id = %(article_id)s

-- One article with the state that is shown, and where it came from.
select
  article.article_id, article.uri, article.outcome, article.matched_article_id, article.similarity, article.current_version,
  article.first_run_id, article.first_seen_at, article.last_seen_at, article.seen_count,
  source.slug as source, source.name as source_name, source.licence,
  version.:stated_columns,
  version.published_on, version.published_at, version.published_precision, version.evidence,
  version.run_id, version.file_id, version.record_position,
  version.delivered_date,
  content.content_id, content.word_count, left(content.body, 20000) as body, length(content.body) > 20000 as is_cut,
  encode(content_key.content_sha256, 'hex') as content_sha256, encode(version.version_sha256, 'hex') as version_sha256,
  membership.story_id, story.representative_article_id, event_story.event_id
from news.article
join news.source using (source_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join news.content on content.content_id = version.content_id and content.month = version.content_month
join news.content_key on content_key.content_id = version.content_id
join news.membership on membership.article_id = article.article_id and membership.valid_to is null
join news.story on story.story_id = membership.story_id
left join news.event_story on event_story.story_id = membership.story_id
where article.article_id = %(article_id)s

-- The run's normalized records with the keys that decide what they are, and what is stored under those keys.
select
  a.file_id,
  a.record_position,
  a.source_id,
  a.uri_sha256,
  a.version_sha256,
  a.content_sha256,
  a.day,
  a.published_at,
  coalesce(a.modified_at, a.published_at, (a.delivered_date ->> 'published_at')::timestamptz) as changed_at,
  a.word_count,
  file.fetched_at,
  file.name,
  article.article_id,
  membership.story_id,
  held.version_sha256 as held_version_sha256,
  coalesce(held.modified_at, held.published_at, (held.delivered_date ->> 'published_at')::timestamptz) as held_changed_at,
  coalesce(file.fetched_at < held_file.fetched_at, false) as fetched_before_held,
  same.version is not null as version_known,
  latest.version as latest_version,
  removed.it as is_removed,
  stored.article_id as content_article_id,
  stored.story_id as content_story_id
from staging.article as a
join ops.file using (file_id)
left join news.article on article.source_id = a.source_id and article.uri_sha256 = a.uri_sha256
left join news.membership on membership.article_id = article.article_id and membership.valid_to is null
left join news.version as held
  on held.article_id = article.article_id
  and held.version = article.current_version
  and held.month = article.current_month
left join ops.file as held_file on held_file.file_id = held.file_id
left join lateral (
  select max(version.version) as version
  from news.version
  where version.article_id = article.article_id
) as latest on true
left join lateral (
  select version.version
  from news.version
  where version.article_id = article.article_id and version.version_sha256 = a.version_sha256
  limit 1
) as same on true
cross join lateral (
  select exists (
    select from news.removed_article
    where removed_article.source_id = a.source_id
      and removed_article.uri_sha256 = a.uri_sha256
      and a.version_sha256 = any (removed_article.versions_sha256)
  ) as it
) as removed
left join lateral (
  select content_appearance.article_id, holder.story_id
  from news.content_key
  join news.content_appearance using (content_id)
  join news.membership as holder on holder.article_id = content_appearance.article_id and holder.valid_to is null
  where content_key.content_sha256 = a.content_sha256
  order by content_appearance.day, content_appearance.article_id
  limit 1
) as stored on true
where a.run_id = %(run_id)s
order by a.day, a.published_at nulls last, changed_at nulls first, file.fetched_at, file.name, a.file_id, a.record_position

-- Records of a source's newest files that could be read, one of each of the newest such files: what it was before it changed.
-- With `article_ids` those articles instead.
with chosen as (
  (
    select version.article_id, version.version, version.file_id
    from (
      select file_id, fetched_at
      from ops.file
      where source_id = (select source_id from news.source where slug = %(slug)s)
        and loaded_at is not null
        and bytes_deleted_at is null
        and %(article_ids)s::bigint[] is null
      order by fetched_at desc
      limit 500
    ) as newest
    cross join lateral (
      select article_id, version, file_id
      from news.version
      where version.file_id = newest.file_id
      order by record_position, version desc
      limit 1
    ) as version
    order by newest.fetched_at desc
    limit %(limit)s
  )
  union all
  select article.article_id, article.current_version, version.file_id
  from news.article
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  where article.article_id = any (%(article_ids)s)
    and version.file_id is not null
)
select
  version.article_id,
  version.record_position,
  version.headline,
  source.slug as source,
  file.file_id,
  file.name as file_name,
  file.uri as file_uri,
  encode(file.sha256, 'hex') as file_sha256,
  file.size as file_size,
  file.modified_at as file_modified_at,
  file.fetched_at,
  null::bigint as byte_offset
from chosen
join news.version
  on version.article_id = chosen.article_id
  and version.version = chosen.version
join ops.file on file.file_id = chosen.file_id
join news.source using (source_id)
order by file.fetched_at desc, file.file_id
limit %(limit)s

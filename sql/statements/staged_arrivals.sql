-- The run's normalized records with the keys that decide what they are, in their order.
select
  a.file_id,
  a.record_position,
  a.source_id,
  a.uri,
  a.place_sha256,
  a.other_uri,
  a.other_sha256,
  a.identity_kind,
  names.text_uri,
  a.version_sha256,
  said.sha256 as said_sha256,
  a.content_sha256,
  a.day,
  a.published_on is not null as is_dated,
  a.headline,
  a.pub_status = 'usable' as is_usable,
  coalesce(a.modified_at, a.published_at, (a.delivered_date ->> 'published_at')::timestamptz) as changed_at,
  coalesce(file.returned_at, file.fetched_at) as arrived_at,
  file.modified_at as file_modified_at,
  file.returned_at is not null as is_returned,
  file.name as file_name,
  removed.it as is_removed
from staging.article as a
join ops.file using (file_id)
join news.source on source.source_id = a.source_id
cross join lateral (
  select 'urn:newsfold:' || source.slug || ':text:' || encode(a.content_sha256, 'hex') as text_uri
) as names
cross join lateral (
  select
    sha256(
      convert_to(
        jsonb_build_array(a.headline, a.byline, encode(a.content_sha256, 'hex'), a.pub_status, a.embargoed)::text, 'UTF8'
      )
    ) as sha256
) as said
cross join lateral (
  select exists (
    select from news.removed_article
    where removed_article.source_id = a.source_id
      and removed_article.versions_sha256 @> array[a.version_sha256]
      and (
        removed_article.uri_sha256 in (
          a.uri_sha256, sha256(convert_to(a.other_uri, 'UTF8')), sha256(convert_to(names.text_uri, 'UTF8'))
        )
        -- What is known by its text was called by its first one.
        or a.identity_kind = 'text'
        or exists (
          select from ops.identity_doubt
          where identity_doubt.source_id = a.source_id and identity_doubt.place_sha256 = a.place_sha256
        )
      )
  ) as it
) as removed
where a.run_id = %(run_id)s
order by
  a.day, a.published_at nulls last, changed_at nulls first, arrived_at, file.modified_at nulls first, file.name, a.file_id,
  a.record_position

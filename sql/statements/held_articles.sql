-- The stored articles that a run's records may be of: those that have one of their choices, the newest ones of each, and those that
-- the same records made before.
with wanted as (
  select distinct a.source_id, choice.key
  from staging.article as a
  join news.source using (source_id)
  cross join lateral (
    values
      (a.place_sha256),
      (a.other_sha256),
      (sha256(convert_to('urn:newsfold:' || source.slug || ':text:' || encode(a.content_sha256, 'hex'), 'UTF8')))
  ) as choice (key)
  where a.run_id = %(run_id)s
    and choice.key is not null
),
read_again as (
  select distinct version.article_id
  from news.version
  join staging.article as a on a.file_id = version.file_id and a.record_position = version.record_position
  where a.run_id = %(run_id)s
    and version.file_id in (select file_id from staging.file where run_id = %(run_id)s)
),
found as (
  select article_id from read_again
  union
  select chosen.article_id
  from wanted
  cross join lateral (
    (
      select article_id
      from news.article
      where article.source_id = wanted.source_id and article.place_sha256 = wanted.key
      order by article_id desc
      limit %(newest)s
    )
    union all
    (
      select article_id
      from news.article
      where article.source_id = wanted.source_id and article.other_sha256 = wanted.key
      order by article_id desc
      limit %(newest)s
    )
    union all
    select article_id from news.article where article.source_id = wanted.source_id and article.uri_sha256 = wanted.key
  ) as chosen
)
select
  article.article_id,
  membership.story_id,
  article.source_id,
  article.uri,
  article.place_sha256,
  article.other_sha256,
  held.version_sha256,
  current_said.sha256 as said_sha256,
  current_text.content_sha256,
  coalesce(held.published_on, (held.delivered_date ->> 'published_on')::date, (article.first_seen_at at time zone 'UTC')::date) as day,
  held.published_on is not null as is_dated,
  held.headline,
  held.pub_status = 'usable' as is_usable,
  coalesce(held.modified_at, held.published_at, (held.delivered_date ->> 'published_at')::timestamptz) as changed_at,
  held.file_id,
  held.record_position,
  coalesce(file.returned_at, file.fetched_at) as arrived_at,
  file.modified_at as file_modified_at,
  file.returned_at is not null as is_returned,
  file.name as file_name,
  before.latest_version,
  before.said,
  before.versions_sha256,
  before.contents,
  before.file_ids,
  before.record_positions
from found
join news.article using (article_id)
join news.membership on membership.article_id = article.article_id and membership.valid_to is null
join news.version as held
  on held.article_id = article.article_id
  and held.version = article.current_version
  and held.month = article.current_month
join ops.file on file.file_id = held.file_id
join news.content_key as current_text on current_text.content_id = held.content_id
cross join lateral (
  select
    sha256(
      convert_to(
        jsonb_build_array(
          held.headline, held.byline, encode(current_text.content_sha256, 'hex'), held.pub_status, held.embargoed
        )::text,
        'UTF8'
      )
    ) as sha256
) as current_said
cross join lateral (
  select
    max(version.version) as latest_version,
    array_agg(content_key.content_sha256) as contents,
    array_agg(version.version_sha256) as versions_sha256,
    array_agg(version.file_id) as file_ids,
    array_agg(version.record_position) as record_positions,
    array_agg(
      sha256(
        convert_to(
          jsonb_build_array(
            version.headline, version.byline, encode(content_key.content_sha256, 'hex'), version.pub_status, version.embargoed
          )::text,
          'UTF8'
        )
      )
    ) as said
  from news.version
  join news.content_key using (content_id)
  where version.article_id = article.article_id
) as before
order by article.article_id

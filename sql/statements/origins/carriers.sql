-- By which article certain texts were carried first, and all their appearances. The day is the one that holds now, also where a
-- person decided it; what stood only in a later version was carried from when the article was changed. Hidden articles are left out
-- where they are given.
with carried as materialized (
  select distinct on (version.content_id, version.article_id)
    version.content_id, version.article_id, version.version, version.modified_at
  from news.version
  where version.content_id = any (%(content_ids)s)
    and version.article_id <> all (%(hidden)s::bigint[])
  order by version.content_id, version.article_id, version.version
),
dated as (
  select
    carried.content_id,
    carried.article_id,
    case
      when is_later.it then greatest(shown.published_on, (carried.modified_at at time zone 'UTC')::date)
      else shown.published_on
    end as day,
    case when is_later.it then carried.modified_at else shown.published_at end as at,
    shown.agency is not null and shown.agency_role <> 'cited' as is_agency,
    source.slug || ' ' || article.uri as uri
  from carried
  join news.article using (article_id)
  join news.source using (source_id)
  join news.version as shown
    on shown.article_id = article.article_id
    and shown.version = article.current_version
    and shown.month = article.current_month
  cross join lateral (
    select
      carried.version > 1
      and carried.modified_at is not null
      and (shown.published_at is null or carried.modified_at > shown.published_at) as it
  ) as is_later
),
first as (
  select distinct on (content_id) content_id, article_id, day, at, is_agency, uri
  from dated
  order by content_id, day nulls last, at nulls last, is_agency desc, uri
),
counted as (
  select content_id, count(*) as articles
  from carried
  group by content_id
),
appearance as (
  select content_id, array_agg(publisher) as publishers, array_agg(day) as days
  from news.content_appearance
  where content_id = any (%(content_ids)s)
    and article_id <> all (%(hidden)s::bigint[])
  group by content_id
)
select
  first.content_id, first.article_id, first.day, extract(epoch from first.at)::float8 as at, first.is_agency, content.word_count, first.uri, counted.articles,
  coalesce(appearance.publishers, '{}') as publishers, coalesce(appearance.days, '{}') as days
from first
join news.content_key using (content_id)
join news.content using (content_id, month)
join counted using (content_id)
left join appearance using (content_id)

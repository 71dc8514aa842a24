-- Which article of a story was first, and stands for it: the one rule that loads, removals, views and marts ask.
create function news.published_from(
  published_on date, published_at timestamptz, utc_offset integer, time_zone text
) returns timestamptz
language sql
immutable
as $body$
  select coalesce(
    published_at,
    (published_on::timestamp - utc_offset * interval '1 minute') at time zone 'UTC',
    published_on::timestamp at time zone coalesce(time_zone, 'UTC')
  )
$body$;
comment on function news.published_from is 'The moment before which an article was not published: its instant, else the begin of its day in its zone: that of the dateline''s place, else of the source (UTC where none is known).';

create function news.published_by(
  published_on date, published_at timestamptz, utc_offset integer, time_zone text
) returns timestamptz
language sql
immutable
as $body$
  select coalesce(
    published_at,
    ((published_on + 1)::timestamp - utc_offset * interval '1 minute') at time zone 'UTC',
    (published_on + 1)::timestamp at time zone coalesce(time_zone, 'UTC')
  )
$body$;
comment on function news.published_by is 'The moment by which an article was published: its instant, else the end of its day in its zone: that of the dateline''s place, else of the source (UTC where none is known). The first of a story is the one with the earliest: days of datelines in several zones can''t be compared with instants otherwise.';

create function news.first_of_stories(story_ids bigint[], at timestamptz)
returns table (story_id bigint, article_id bigint)
language sql
stable
as $body$
  select distinct on (membership.story_id) membership.story_id, membership.article_id
  from news.membership
  join news.article on article.article_id = membership.article_id
  join news.source using (source_id)
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  join news.content on content.content_id = version.content_id and content.month = version.content_month
  cross join lateral (
    select
      coalesce(bool_or(hidden.embargoed is null), false) as for_good,
      max(hidden.embargoed) as embargoed
    from news.hidden
    where hidden.article_id = membership.article_id
      and hidden.valid_to is null
      and (hidden.embargoed is null or hidden.embargoed > at)
  ) as hiding
  where membership.story_id = any (story_ids)
    and membership.valid_to is null
  order by
    membership.story_id,
    -- What is shown; then what will be, the soonest first; what was killed or is withheld only where nothing else is left.
    hiding.for_good,
    hiding.embargoed nulls first,
    news.published_by(version.published_on, version.published_at, version.day_utc_offset, source.time_zone) nulls last,
    version.published_at is null,
    content.word_count desc,
    membership.article_id
$body$;
comment on function news.first_of_stories is 'Grain: one story of those asked for, with the article that stands for it: of those shown at that time the earliest published, then the longest text, then the smallest id.';

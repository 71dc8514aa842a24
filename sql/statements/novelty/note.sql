-- What is new about the articles that become known with a run, among those that are known by then. Those that it brought, and those
-- that were hidden since they came and are not any more. Once for each article.
with last_load as (
  select coalesce(max(loaded_at), '-infinity') as loaded_at from ops.run where run_id <> %(run_id)s
),
due as materialized (
  select coming.article_id, coming.known_at, membership.story_id, event_story.event_id,
    coalesce(-event_story.event_id, membership.story_id) as circle
  from (
    select article_id, %(now)s::timestamptz as known_at from news.article where first_run_id = %(run_id)s
    union
    select article.article_id, greatest(article.first_seen_at, least(min(hidden.embargoed), %(now)s))
    from news.hidden
    cross join last_load
    join news.article on article.article_id = hidden.article_id and article.first_seen_at = hidden.valid_from
    where hidden.valid_to = %(now)s
      or (hidden.valid_to is null and hidden.embargoed <= %(now)s and hidden.embargoed > last_load.loaded_at)
    group by article.article_id
  ) as coming
  join news.membership on membership.article_id = coming.article_id and membership.valid_to is null
  left join news.event_story on event_story.story_id = membership.story_id
  where not exists (
      select from news.hidden
      where hidden.article_id = coming.article_id
        and hidden.valid_to is null
        and (hidden.embargoed is null or hidden.embargoed > %(now)s)
    )
    and not exists (select from news.novelty where novelty.article_id = coming.article_id)
),
circle_story as (
  select circle, story_id from (select distinct circle, story_id from due where event_id is null) as lone
  union
  select due.circle, event_story.story_id
  from (select distinct circle, event_id from due where event_id is not null) as due
  join news.event_story on event_story.event_id = due.event_id
),
fellow as materialized (
  select
    circle_story.circle, circle_story.story_id, article.article_id, article.first_seen_at, version.content_id, version.content_month,
    said.published_at,
    said.published_by,
    (said.published_by, (said.published_at is null)::integer, -text.word_count, article.article_id) as place
  from circle_story
  join news.membership on membership.story_id = circle_story.story_id and membership.valid_to is null
  join news.article on article.article_id = membership.article_id
  join news.source using (source_id)
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  cross join lateral (
    select
      version.published_at,
      coalesce(
        news.published_by(version.published_on, version.published_at, version.day_utc_offset, source.time_zone), 'infinity'
      ) as published_by
  ) as said
  left join lateral (
    select content.word_count from news.content
    where content.content_id = version.content_id and content.month = version.content_month
    offset 0
  ) as text on true
  where not exists (
    select from news.hidden
    where hidden.article_id = article.article_id
      and hidden.valid_to is null
      and (hidden.embargoed is null or hidden.embargoed > %(now)s)
  )
)
insert into news.novelty (
  article_id, known_at, story_id, event_id, story_rank, event_rank, story_minutes, event_minutes, similar_hour, similar_day,
  similar_week, new_share, run_id
)
select
  due.article_id,
  due.known_at,
  due.story_id,
  due.event_id,
  1 + earlier.of_story,
  case when due.event_id is not null then 1 + earlier.of_event end,
  round(extract(epoch from mine.published_at - least(mine.published_at, earlier.first_of_story)) / 60),
  case
    when due.event_id is not null
      then round(extract(epoch from mine.published_at - least(mine.published_at, earlier.first_of_event)) / 60)
  end,
  case when mine.published_at is not null then earlier.of_hour end,
  case when mine.published_by < 'infinity' then earlier.of_day end,
  case when mine.published_by < 'infinity' then earlier.of_week end,
  share.new,
  %(run_id)s
from due
join fellow as mine on mine.circle = due.circle and mine.article_id = due.article_id
join (
  select
    due.article_id,
    count(fellow.article_id) filter (where fellow.story_id = due.story_id) as of_story,
    count(fellow.article_id) as of_event,
    min(fellow.published_at) filter (where fellow.story_id = due.story_id) as first_of_story,
    min(fellow.published_at) as first_of_event,
    count(*) filter (where fellow.published_at > mine.published_at - interval '1 hour') as of_hour,
    count(*) filter (where fellow.published_by > mine.published_by - interval '1 day') as of_day,
    count(*) filter (where fellow.published_by > mine.published_by - interval '7 days') as of_week
  from due
  join fellow as mine on mine.circle = due.circle and mine.article_id = due.article_id
  left join fellow
    on fellow.circle = due.circle
    and fellow.place < mine.place
    and fellow.first_seen_at <= due.known_at
  group by due.article_id
) as earlier on earlier.article_id = due.article_id
left join lateral (
  select (1 - count(origin.content_id)::real / nullif(min(cardinality(sentence_text.words)), 0))::real as new
  from news.sentence_text
  left join news.sentence_origin as origin
    on origin.content_id = sentence_text.content_id
    and origin.origin_article_id <> due.article_id
    and origin.kind <> 'shared_quote'
    and origin.audience <> 'desk'
    and not exists (
      select from news.hidden
      where hidden.article_id = origin.origin_article_id
        and hidden.valid_to is null
        and (hidden.embargoed is null or hidden.embargoed > %(now)s)
    )
  where sentence_text.content_id = mine.content_id
    and sentence_text.month = mine.content_month
  group by sentence_text.content_id
) as share on true
order by due.article_id

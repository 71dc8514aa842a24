-- What is new about the articles that become known with a run, among those that are known by then. Those that it brought, and those
-- that were hidden since they came and are not any more. Once for each article.
--
-- Nothing here is joined with itself, as nobody has counted these rows before: the planner takes them for few, and would look
-- through all of them for each. Each asks for its own memberships and stories, which offset 0 keeps so. What is
-- due is marked by a window over both, and what is earlier is counted by windows.
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
  cross join lateral (
    select story_id from news.membership where membership.article_id = coming.article_id and valid_to is null offset 0
  ) as membership
  left join lateral (
    select event_id from news.event_story where event_story.story_id = membership.story_id offset 0
  ) as event_story on true
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
  cross join lateral (
    select story_id from news.event_story where event_story.event_id = due.event_id offset 0
  ) as event_story
),
fellow as materialized (
  select
    circle_story.circle, circle_story.story_id, article.article_id, article.first_seen_at, version.content_id, version.content_month,
    said.published_at,
    said.published_by,
    (said.published_by, (said.published_at is null)::integer, -text.word_count, article.article_id) as place
  from circle_story
  cross join lateral (
    select article_id from news.membership where membership.story_id = circle_story.story_id and valid_to is null offset 0
  ) as membership
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
  where article.first_seen_at <= %(now)s
    and not exists (
    select from news.hidden
    where hidden.article_id = article.article_id
      and hidden.valid_to is null
      and (hidden.embargoed is null or hidden.embargoed > %(now)s)
  )
),
marked as (
  select *, max(due_at) over (partition by circle, article_id) as known_at
  from (
    select fellow.*, null::timestamptz as due_at, true as is_fellow from fellow
    union all
    select circle, story_id, article_id, null, null, null, null, null, null, known_at, false from due
  ) as both_kinds
),
ranked as (
  select
    marked.*,
    count(*) over story_before as of_story,
    count(*) over circle_before as of_event,
    min(published_at) over story_before as first_of_story,
    min(published_at) over circle_before as first_of_event,
    count(published_at) over circle_before
      - count(published_at) over (partition by circle order by published_by range between unbounded preceding and interval '1 hour' preceding)
      as of_hour,
    count(*) over circle_before
      - count(*) over (partition by circle order by published_by range between unbounded preceding and interval '1 day' preceding)
      as of_day,
    count(*) over circle_before
      - count(*) over (partition by circle order by published_by range between unbounded preceding and interval '7 days' preceding)
      as of_week
  from marked
  where is_fellow
  window
    story_before as (partition by circle, story_id order by place rows between unbounded preceding and 1 preceding),
    circle_before as (partition by circle order by place rows between unbounded preceding and 1 preceding)
)
insert into news.novelty (
  article_id, known_at, story_id, event_id, story_rank, event_rank, story_minutes, event_minutes, similar_hour, similar_day,
  similar_week, new_share, run_id
)
select
  mine.article_id,
  mine.known_at,
  mine.story_id,
  event_story.event_id,
  1 + earlier.of_story,
  case when event_story.event_id is not null then 1 + earlier.of_event end,
  round(extract(epoch from mine.published_at - least(mine.published_at, earlier.first_of_story)) / 60),
  case
    when event_story.event_id is not null
      then round(extract(epoch from mine.published_at - least(mine.published_at, earlier.first_of_event)) / 60)
  end,
  case when mine.published_at is not null then earlier.of_hour end,
  case when mine.published_by < 'infinity' then earlier.of_day end,
  case when mine.published_by < 'infinity' then earlier.of_week end,
  share.new,
  %(run_id)s
from ranked as mine
left join lateral (
  select event_id from news.event_story where event_story.story_id = mine.story_id offset 0
) as event_story on true
-- What was hidden until an embargo ended before this run: it does not know of what has come since. These are few.
left join lateral (
  select
    count(fellow.article_id) filter (where fellow.story_id = mine.story_id) as of_story,
    count(fellow.article_id) as of_event,
    min(fellow.published_at) filter (where fellow.story_id = mine.story_id) as first_of_story,
    min(fellow.published_at) as first_of_event,
    count(*) filter (where fellow.published_at > mine.published_at - interval '1 hour') as of_hour,
    count(*) filter (where fellow.published_by > mine.published_by - interval '1 day') as of_day,
    count(*) filter (where fellow.published_by > mine.published_by - interval '7 days') as of_week
  from fellow
  where mine.known_at < %(now)s
    and fellow.circle = mine.circle
    and fellow.place < mine.place
    and fellow.first_seen_at <= mine.known_at
) as until_then on true
cross join lateral (
  select
    case when mine.known_at < %(now)s then until_then.of_story else mine.of_story end as of_story,
    case when mine.known_at < %(now)s then until_then.of_event else mine.of_event end as of_event,
    case when mine.known_at < %(now)s then until_then.first_of_story else mine.first_of_story end as first_of_story,
    case when mine.known_at < %(now)s then until_then.first_of_event else mine.first_of_event end as first_of_event,
    case when mine.known_at < %(now)s then until_then.of_hour else mine.of_hour end as of_hour,
    case when mine.known_at < %(now)s then until_then.of_day else mine.of_day end as of_day,
    case when mine.known_at < %(now)s then until_then.of_week else mine.of_week end as of_week
) as earlier
left join lateral (
  select (1 - count(origin.content_id)::real / nullif(min(cardinality(sentence_text.words)), 0))::real as new
  from news.sentence_text
  left join news.sentence_origin as origin
    on origin.content_id = sentence_text.content_id
    and origin.origin_article_id <> mine.article_id
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
where mine.known_at is not null
order by mine.article_id

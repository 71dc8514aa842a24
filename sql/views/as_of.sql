-- What we held and believed at a time, in the columns of the views of today. What is hidden today keeps its row, but not its
-- words: a killed report does not come back by asking for yesterday.
create function analytics.articles_as_of(
  t timestamptz, article_ids bigint[] default null, story_ids bigint[] default null
) returns setof analytics.articles
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $body$
declare
  -- What is to come is not known: an embargo that ends tomorrow holds.
  at constant timestamptz := least(t, now());
  -- Whole stories: which article stands for a story depends on all of them.
  wanted_stories bigint[] := story_ids;
begin
  if article_ids is not null then
    select coalesce(array_agg(membership.story_id), '{}')
    into wanted_stories
    from news.membership
    where membership.article_id = any (article_ids)
      and membership.valid_from <= at
      and (membership.valid_to > at) is not false
      and (story_ids is null or membership.story_id = any (story_ids));
  end if;
  return query
  with believed as (
    select article_id, story_id from news.membership
    where valid_to is null and valid_from <= at and (wanted_stories is null or story_id = any (wanted_stories))
    union all
    select article_id, story_id from news.membership
    where valid_to > at and valid_from <= at and (wanted_stories is null or story_id = any (wanted_stories))
  ),
  held as (
    select
      believed.story_id,
      state,
      content.body,
      content.word_count,
      row_number() over (
        partition by believed.story_id
        -- As news.first_of_stories has it, by the versions and the hiding of then.
        order by
          hiding.for_good,
          hiding.embargoed nulls first,
          news.published_by(state.published_on, state.published_at, state.day_utc_offset, source.time_zone) nulls last,
          state.published_at is null,
          content.word_count desc,
          state.article_id
      ) = 1 as is_representative
    from believed
    join news.article on article.article_id = believed.article_id
    join news.source using (source_id)
    join news.version as state on state.article_id = believed.article_id
    join news.content on content.content_id = state.content_id and content.month = state.content_month
    cross join lateral (
      select
        coalesce(bool_or(hidden.embargoed is null), false) as for_good,
        max(hidden.embargoed) as embargoed
      from news.hidden
      where hidden.article_id = believed.article_id
        and hidden.valid_from <= at
        and (hidden.valid_to > at) is not false
        and (hidden.embargoed is null or hidden.embargoed > at)
    ) as hiding
    where state.first_seen_at <= at
      and state.became_current
      and not exists (
        select from news.version as later
        where later.article_id = state.article_id
          and later.version > state.version
          and later.first_seen_at <= at
          and later.became_current
      )
  )
  select
    article.article_id,
    held.story_id,
    article.outcome,
    article.matched_article_id,
    article.similarity,
    held.is_representative,
    source.slug,
    article.uri,
    case when not now_hidden.it then (held.state).headline end,
    case when not now_hidden.it then (held.state).byline end,
    (held.state).agency,
    (held.state).agency_role,
    (held.state).dateline_place,
    (held.state).dateline_country,
    (held.state).language,
    (held.state).published_on,
    (held.state).published_at,
    (held.state).published_precision,
    (held.state).modified_at,
    (held.state).section,
    case when not now_hidden.it then (held.state).keywords end,
    case when not now_hidden.it then held.body end,
    held.word_count,
    (held.state).version,
    file.uri,
    (held.state).record_position,
    (held.state).run_id,
    article.first_seen_at,
    (held.state).subjects,
    (held.state).media_topics,
    (held.state).signal,
    case when not now_hidden.it then (held.state).slugline end,
    case when not now_hidden.it then (held.state).ed_note end,
    (held.state).copyright_holder,
    (held.state).copyright_notice,
    (held.state).usage_terms,
    (held.state).alt_ids,
    (held.state).opt_out,
    source.licence,
    (held.state).is_accessible_for_free,
    (held.state).is_truncated,
    case when not now_hidden.it then (held.state).kicker end,
    -- Who was first is known as of now only.
    null::real, null::real, null::real,
    (held.state).outlet_day,
    (held.state).dateline_day,
    (held.state).day_utc_offset,
    (
      select member.event_id
      from news.event_member as member
      where member.story_id = held.story_id
        and member.valid_from <= at
        and (member.valid_to > at) is not false
    )
  from held
  join news.article on article.article_id = (held.state).article_id
  join news.source using (source_id)
  join ops.file on file.file_id = (held.state).file_id
  cross join lateral (
    select exists (select from news.hidden_article where hidden_article.article_id = article.article_id) as it
  ) as now_hidden
  where (article_ids is null or article.article_id = any (article_ids))
    and (held.state).pub_status = 'usable'
    and ((held.state).embargoed > at) is not true
    and not exists (
      select from news.hidden
      where hidden.article_id = article.article_id
        and hidden.reason in ('killed', 'hidden')
        and hidden.valid_from <= at
        and (hidden.valid_to > at) is not false
    );
end
$body$;
comment on function analytics.articles_as_of is 'analytics.articles as it was at a time: the versions, stories, kills and embargoes of then. Name article_ids or story_ids: some take milliseconds, while without them all that was held then is put together, which takes seconds for each 100,000 articles, however the result is filtered afterwards. Articles that are hidden today have no headline, kicker, byline, keywords, slug line, note and body. Times are those of the loads. Shares of own and reused text are null: they are known as of now only. How a kill that was taken back before this view existed had hidden an article is not known any more.';

create function analytics.stories_as_of(t timestamptz, story_ids bigint[] default null) returns setof analytics.stories
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $body$
  select
    story_id,
    (array_agg(headline order by is_representative desc, published_on nulls last, article_id))[1],
    min(published_on),
    max(published_on),
    count(*),
    count(distinct source),
    count(*) filter (where outcome = 'copy'),
    count(*) filter (where outcome = 'near_copy'),
    count(*) filter (where outcome = 'rewrite'),
    count(*) filter (where outcome = 'translation'),
    (array_agg(article_id order by is_representative desc, published_on nulls last, article_id))[1],
    min(event_id)
  from analytics.articles_as_of(t, story_ids => story_ids)
  group by story_id
$body$;
comment on function analytics.stories_as_of is 'analytics.stories as it was at a time. Name story_ids: without them all articles of then are put together first (see analytics.articles_as_of), which takes seconds for each 100,000.';

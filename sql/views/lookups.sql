-- One article, one story, by its id. The views find them too, but what a view costs here is the planning: it weighs the
-- partitions of every month, of texts and of versions. These ask for the months first, and then for those only.
create function analytics.article(id bigint) returns setof analytics.articles
language plpgsql
stable
rows 1
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $body$
declare
  held record;
  shown record;
begin
  select
    article.*, membership.story_id, story.representative_article_id, source.slug, source.licence, event_story.event_id
  into held
  from news.article
  join news.membership on membership.article_id = article.article_id and membership.valid_to is null
  left join news.source using (source_id)
  left join news.story using (story_id)
  left join news.event_story using (story_id)
  where article.article_id = id
    and not exists (select from news.hidden_article where hidden_article.article_id = article.article_id);
  if not found then
    return;
  end if;
  select version.*, file.uri as file_uri
  into shown
  from news.version
  left join ops.file using (file_id)
  where version.article_id = held.article_id
    and version.version = held.current_version
    and version.month = held.current_month;
  return query
  select
    held.article_id, held.story_id, held.outcome, held.matched_article_id, held.similarity,
    held.representative_article_id is not distinct from held.article_id, held.slug, held.uri, shown.headline, shown.byline,
    shown.agency, shown.agency_role, shown.dateline_place, shown.dateline_country, shown.language, shown.published_on,
    shown.published_at, shown.published_precision, shown.modified_at, shown.section, shown.keywords, content.body,
    content.word_count, shown.version, shown.file_uri, shown.record_position, shown.run_id, held.first_seen_at, shown.subjects,
    shown.media_topics, shown.signal, shown.slugline, shown.ed_note, shown.copyright_holder, shown.copyright_notice,
    shown.usage_terms, shown.alt_ids, shown.opt_out, held.licence,
    shown.is_accessible_for_free, shown.is_truncated, shown.kicker,
    shares.own_share, shares.reused_share, shares.agency_share,
    shown.outlet_day, shown.dateline_day, shown.day_utc_offset, held.event_id
  from news.content
  left join lateral (
    select
      (1 - coalesce(sum(reused.words), 0) / nullif(min(reused.all_words), 0))::real as own_share,
      (coalesce(sum(reused.words), 0) / nullif(min(reused.all_words), 0))::real as reused_share,
      (
        coalesce(
          sum(reused.words) filter (
            where exists (
              select
              from news.article as first
              join news.version as said
                on said.article_id = first.article_id
                and said.version = first.current_version
                and said.month = first.current_month
              where first.article_id = reused.origin_article_id
                and said.agency is not null
                and said.agency_role <> 'cited'
            )
          ),
          0
        ) / nullif(min(reused.all_words), 0)
      )::real as agency_share
    from (
      select origin.origin_article_id, sentence_text.words[origin.sentence_number] as words, total.words as all_words
      from news.sentence_text
      cross join lateral (select sum(word_count)::real as words from unnest(sentence_text.words) as word_count) as total
      left join news.sentence_origin as origin
        on origin.content_id = sentence_text.content_id
        and origin.origin_article_id <> held.article_id
        and origin.kind <> 'shared_quote'
        and origin.audience <> 'desk'
        and not exists (select from news.hidden_article where hidden_article.article_id = origin.origin_article_id)
      where sentence_text.content_id = shown.content_id
        and sentence_text.month = shown.content_month
    ) as reused
  ) as shares on true
  where content.content_id = shown.content_id
    and content.month = shown.content_month;
end
$body$;
comment on function analytics.article is 'One article as analytics.articles shows it, by its id; no row where it is hidden or not held. Takes a few milliseconds however many months are stored, where the view takes a few more for each.';

create function analytics.articles_of_story(id bigint) returns setof analytics.articles
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $body$
  select shown.*
  from news.membership
  cross join lateral analytics.article(membership.article_id) as shown
  where membership.story_id = id
    and membership.valid_to is null
  order by shown.published_on nulls last, shown.published_at nulls last, shown.article_id
$body$;
comment on function analytics.articles_of_story is 'The articles of one story as analytics.articles shows them, the earliest published first.';

create function analytics.story(id bigint) returns setof analytics.stories
language plpgsql
stable
rows 1
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $body$
declare
  representative bigint;
  members bigint[];
  months date[];
begin
  select story.representative_article_id, array_agg(article.article_id), array_agg(distinct article.current_month)
  into representative, members, months
  from news.story
  join news.membership on membership.story_id = story.story_id and membership.valid_to is null
  join news.article on article.article_id = membership.article_id
  where story.story_id = id
    and story.merged_into_story_id is null
    and not exists (select from news.hidden_article where hidden_article.article_id = membership.article_id)
  group by story.story_id;
  if not found then
    return;
  end if;
  return query
  select
    id,
    (
      array_agg(version.headline order by article.article_id = representative desc nulls last,
        news.published_by(version.published_on, version.published_at, version.day_utc_offset, source.time_zone) nulls last, article.article_id)
    )[1],
    min(version.published_on),
    max(version.published_on),
    count(*),
    count(distinct article.source_id),
    count(*) filter (where article.outcome = 'copy'),
    count(*) filter (where article.outcome = 'near_copy'),
    count(*) filter (where article.outcome = 'rewrite'),
    count(*) filter (where article.outcome = 'translation'),
    (
      array_agg(article.article_id order by article.article_id = representative desc nulls last,
        news.published_by(version.published_on, version.published_at, version.day_utc_offset, source.time_zone) nulls last, article.article_id)
    )[1],
    (select event_story.event_id from news.event_story where event_story.story_id = id)
  from news.article
  join news.source using (source_id)
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  where article.article_id = any (members)
    and version.month = any (months);
end
$body$;
comment on function analytics.story is 'One story as analytics.stories shows it, by its id; no row where nothing of it is shown. For the same reason quicker than the view.';

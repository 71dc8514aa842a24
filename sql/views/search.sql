-- Search for analysts. The functions run with the owner's rights: analysts see their results only, which are always rows of
-- analytics.articles.
create function news.search_configurations() returns setof text
language sql
stable
begin atomic
  -- From one to the next in the index, instead of reading all days.
  with recursive held (configuration) as (
    (select configuration from news.search_day order by configuration limit 1)
    union all
    select (
      select search_day.configuration
      from news.search_day
      where search_day.configuration > held.configuration
      order by search_day.configuration
      limit 1
    )
    from held
    where held.configuration is not null
  )
  select configuration from held where configuration is not null;
end;
comment on function news.search_configurations is 'The text-search configurations of what is held.';

create function news.search_ranked(
  typed text, wanted_language text, from_day date, to_day date, wanted_source bigint, wanted integer
) returns table (article_id bigint, score real)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
as $body$
#variable_conflict use_column
declare
  -- So many matches are ranked, the newest: the words of a broad query match half of all articles.
  most_ranked constant integer := 500;
  -- Articles in the first stretch of days that is looked through, and how much longer the next one is.
  first_stretch constant integer := 10000;
  growth constant integer := 4;
  -- Words that are still not found often after the stretches up to here are rare: all the other days are looked through at
  -- once. Not for a phrase: the index knows no order of words, so each article with all of its words is read.
  last_stretch constant integer := 40000;
  configurations text[];
  queries tsquery[];
  has_phrase boolean;
  upper_day date;
  lower_day date;
  newest_day date;
  oldest_day date;
  stretch bigint := first_stretch;
  is_long boolean;
  found_ids bigint[] := '{}';
  found_scores real[] := '{}';
  more_ids bigint[];
  more_scores real[];
begin
  select array_agg(held.configuration), array_agg(held.parsed), bool_or(held.parsed::text like '%<%')
  into configurations, queries, has_phrase
  from (
    select configuration, news.search_query(configuration, typed) as parsed
    from news.search_configurations() as configuration
    where wanted_language is null or configuration = news.text_configuration(wanted_language)
  ) as held
  -- Nothing is found by what an article has not.
  where querytree(held.parsed) not in ('', 'T');
  if configurations is null then
    return;
  end if;
  newest_day := least(to_day, (select max(day) from news.search_day));
  oldest_day := greatest(from_day, (select min(day) from news.search_day));
  upper_day := newest_day;
  -- From the newest days back, in stretches of ever more articles, until there are enough matches.
  while upper_day >= oldest_day and cardinality(found_ids) < most_ranked loop
    exit when has_phrase and stretch > last_stretch and cardinality(found_ids) >= 3 * wanted;
    select min(day)
    into lower_day
    from (
      select day, sum(documents) over (order by day desc) as documents
      from news.search_day
      where day between oldest_day and upper_day
    ) as held
    where documents <= stretch;
    is_long := stretch > case when has_phrase then 4 * last_stretch else last_stretch end;
    lower_day := case when is_long and not has_phrase then oldest_day else coalesce(lower_day, upper_day) end;
    select array_agg(ranked.article_id), array_agg(ranked.score)
    into more_ids, more_scores
    from (
      select
        newest.article_id,
        -- A match fades to a third of its weight, half of the way within 30 days.
        (ts_rank(newest.document, newest.query, 1) * (1 + 2 * exp((newest.day - newest_day) / 43.0)) / 3)::real as score
      from (
        select matching.article_id, matching.day, matching.document, wanted_query.query
        from unnest(configurations, queries) as wanted_query (configuration, query)
        cross join lateral (
          select search_document.article_id, search_document.day, search_document.document
          from news.search_document
          where search_document.document @@ wanted_query.query
            -- Not by the index, which would read the list of all articles in English for it.
            and search_document.configuration || '' = wanted_query.configuration
            -- By the index where the stretch is short. For a long one it would gather all of its articles.
            and (is_long or search_document.day between lower_day and upper_day)
            and search_document.day + 0 between lower_day and upper_day
            and (wanted_source is null or search_document.source_id = wanted_source)
            and (wanted_language is null or search_document.language = wanted_language)
            and not exists (select from news.hidden_article where hidden_article.article_id = search_document.article_id)
          order by search_document.day desc, search_document.article_id desc
          limit most_ranked
        ) as matching
        order by matching.day desc, matching.article_id desc
        limit most_ranked
      ) as newest
    ) as ranked;
    found_ids := found_ids || more_ids;
    found_scores := found_scores || more_scores;
    upper_day := lower_day - 1;
    stretch := stretch * growth;
  end loop;
  return query select * from unnest(found_ids, found_scores);
end
$body$;
comment on function news.search_ranked is 'The shown articles that have the words of a query, with how well they fit, in no order: up to 500 of the newest.';

create function analytics.search(
  query text,
  language text default null,
  from_day date default null,
  to_day date default null,
  source text default null,
  max_results integer default 20,
  one_per_story boolean default false,
  one_per_event boolean default false
) returns setof analytics.found_article
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
as $body$
#variable_conflict use_column
declare
  -- So few matches are little: then words that are spelled alike are looked for, too.
  few constant integer := 3;
  wanted constant integer := greatest(coalesce(max_results, 20), 0);
  wanted_language constant text := lower(search.language);
  wanted_source constant bigint := (select source_id from news.source where slug = search.source);
  typed constant text := search.query;
  other record;
  found_ids bigint[];
  found_scores real[];
  found_as text[];
begin
  if length(typed) > 1000 then
    raise exception 'a query has at most 1,000 characters, this one has %', length(typed) using errcode = '22023';
  end if;
  if wanted > 1000 then
    raise exception 'a search gives at most 1,000 articles; analytics.search_counts counts all of them' using errcode = '22023';
  end if;
  if search.source is not null and wanted_source is null then
    return;
  end if;
  select coalesce(array_agg(ranked.article_id), '{}'), coalesce(array_agg(ranked.score), '{}')
  into found_ids, found_scores
  from news.search_ranked(typed, wanted_language, from_day, to_day, wanted_source, wanted) as ranked;
  found_as := array_fill(null::text, array[cardinality(found_ids)]);
  if cardinality(found_ids) < few then
    for other in select respelled.query from news.respelled_queries(typed) as respelled order by respelled.place loop
      select
        found_ids || coalesce(array_agg(ranked.article_id), '{}'),
        -- Behind all that has what was typed.
        found_scores || coalesce(array_agg((ranked.score / 1000)::real), '{}'),
        found_as || coalesce(array_agg(other.query), '{}')
      into found_ids, found_scores, found_as
      from news.search_ranked(other.query, wanted_language, from_day, to_day, wanted_source, wanted) as ranked
      where ranked.article_id <> all (found_ids);
    end loop;
  end if;
  select array_agg(best.article_id), array_agg(best.score), array_agg(best.searched_as)
  into found_ids, found_scores, found_as
  from (
    select ranked.article_id, ranked.score, ranked.searched_as
    from (
      select
        found.article_id,
        found.score,
        found.searched_as,
        row_number() over (partition by membership.story_id order by found.score desc, found.article_id desc) as place,
        row_number() over (
          partition by event_story.event_id, case when event_story.event_id is null then membership.story_id end
          order by found.score desc, found.article_id desc
        ) as place_in_event
      from unnest(found_ids, found_scores, found_as) as found (article_id, score, searched_as)
      join news.membership on membership.article_id = found.article_id and membership.valid_to is null
      left join news.event_story on event_story.story_id = membership.story_id
    ) as ranked
    where (ranked.place = 1 or one_per_story is not true)
      and (ranked.place_in_event = 1 or one_per_event is not true)
    order by ranked.score desc, ranked.article_id desc
    limit wanted
  ) as best;
  -- By their ids, so that the view is never read as a whole.
  return query
  select
    shown.article_id,
    shown.story_id,
    found_scores[array_position(found_ids, shown.article_id)],
    shown.published_on,
    shown.source,
    shown.language,
    shown.headline,
    news.snippet(
      news.text_configuration(shown.language), shown.body,
      coalesce(found_as[array_position(found_ids, shown.article_id)], typed)
    ),
    shown.uri,
    shown.event_id,
    found_as[array_position(found_ids, shown.article_id)]
  from analytics.articles as shown
  where shown.article_id = any (found_ids)
  order by array_position(found_ids, shown.article_id);
end
$body$;
comment on function analytics.search is 'Finds articles by words, newest and best first. Grain: one article (one_per_story: the best one of each story; one_per_event: of each event, and of each story that is in none). query as in web search: words are all needed, "a phrase", or, -without. Each article is read in its own language; language narrows to one (ISO 639-1), source to one slug, from_day and to_day to days of publication. Headline weighs most, then byline, place and agency, then slug line and keywords, then the body. A word that ends in * finds all that begin so; words with accents are found without them too. Where fewer than three articles fit, words of names, headlines and openings that are spelled or sound much like one that hardly any article has are searched, too: such rows come last and say it in searched_as; a word in quotation marks is meant as it is. Of a broad query the newest 500 matches are ranked: analytics.search_counts tells how many there are. A query of more than 1,000 characters, or for more than 1,000 articles, is an error.';

create function analytics.search_counts(
  query text, language text default null, from_day date default null, to_day date default null, source text default null
) returns table (articles bigint, stories bigint, first_day date, last_day date, searched_as text[])
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $body$
#variable_conflict use_column
declare
  wanted_language constant text := lower(search_counts.language);
  wanted_source constant bigint := (select source_id from news.source where slug = search_counts.source);
  typed constant text := search_counts.query;
  -- As in analytics.search.
  few constant integer := 3;
  asked text[] := array[typed];
begin
  if length(typed) > 1000 then
    raise exception 'a query has at most 1,000 characters, this one has %', length(typed) using errcode = '22023';
  end if;
  if (
    select count(*) < few
    from news.search_ranked(typed, wanted_language, from_day, to_day, wanted_source, few)
    where search_counts.source is null or wanted_source is not null
  ) then
    asked := asked || array(select respelled.query from news.respelled_queries(typed) as respelled order by respelled.place);
  end if;
  return query
  select count(*), count(distinct membership.story_id), min(matching.day), max(matching.day), nullif(asked[2:], '{}')
  from (
    select distinct search_document.article_id, search_document.day
    from unnest(asked) as wanted_words (typed)
    cross join news.search_configurations() as configuration
    cross join lateral (select news.search_query(configuration, wanted_words.typed) as query) as wanted
    cross join lateral (
      select search_document.article_id, search_document.day
      from news.search_document
      where querytree(wanted.query) not in ('', 'T')
        and search_document.document @@ wanted.query
        and search_document.configuration = configuration
        and (from_day is null or search_document.day >= from_day)
        and (to_day is null or search_document.day <= to_day)
        and (search_counts.source is null or search_document.source_id = wanted_source)
        and (wanted_language is null or search_document.language = wanted_language)
        and not exists (select from news.hidden_article where hidden_article.article_id = search_document.article_id)
    ) as search_document
    where wanted_language is null or configuration = news.text_configuration(wanted_language)
  ) as matching
  join news.membership on membership.article_id = matching.article_id and membership.valid_to is null;
end
$body$;
comment on function analytics.search_counts is 'How many articles a search finds in all, and of how many stories, with the first and the last of their days (of loading where they are not dated). One row. The arguments are those of analytics.search; searched_as has the queries with words that are spelled alike that were asked as well, and are counted. A broad query counts for some seconds.';

create function news.snippet(configuration text, body text, typed text) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $body$
declare
  opening constant text := regexp_replace(left(body, 20000), '\s+', ' ', 'g');
  run text;
  place integer;
begin
  if configuration = 'simple' then
    -- Where words are not set apart, ts_headline sees whole sentences as words.
    for run in
      select piece[1] from regexp_matches(typed, '[' || news.unspaced() || ']+', 'g') as piece
    loop
      place := strpos(opening, run);
      if place > 0 then
        return case when place > 61 then '… ' else '' end
          || replace(substr(opening, greatest(place - 60, 1), 160), run, '**' || run || '**')
          || case when length(opening) > place + 100 then ' …' else '' end;
      end if;
    end loop;
  end if;
  return ts_headline(
    configuration::regconfig,
    opening,
    news.search_query(configuration, typed),
    'StartSel=**, StopSel=**, MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "'
  );
end
$body$;
comment on function news.snippet is 'Pieces of a text around what was looked for, which stands between ** and **. Read in the first 20,000 characters.';

-- Loads the extension: only then may its threshold be set for a function.
select show_limit();

create function analytics.search_names(
  name text, kind text default null, max_results integer default 20
) returns setof analytics.found_name
language plpgsql
stable
security definer
set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
set pg_trgm.similarity_threshold = 0.25
as $body$
#variable_conflict use_column
declare
  wanted constant integer := least(greatest(coalesce(max_results, 20), 0), 200);
  typed constant text := lower(btrim(search_names.name));
  given integer := 0;
  alike record;
begin
  if length(typed) > 100 then
    raise exception 'a name has at most 100 characters, this one has %', length(typed) using errcode = '22023';
  end if;
  for alike in
    select n.kind, n.name, greatest(similarity(lower(n.name), typed), word_similarity(typed, lower(n.name)) * 0.9) as score
    from news.search_name as n
    -- Like all of the name (0.25: two letters of a short word changed places), or much like a part of it (0.6).
    where (lower(n.name) % typed or lower(n.name) %> typed)
      and (search_names.kind is null or n.kind = search_names.kind)
    order by score desc, n.kind, n.name
    limit 10 * wanted
  loop
    exit when given >= wanted;
    -- Only what an article holds that analysts can read.
    if (case
      when alike.kind = 'word' then exists (
        select
        from news.search_configurations() as held (configuration)
        cross join lateral (
          select
          from news.search_document
          where search_document.document @@ news.search_query(held.configuration, alike.name)
            and search_document.configuration = held.configuration
            and not exists (select from news.hidden_article where hidden_article.article_id = search_document.article_id)
          limit 1
        ) as shown
      )
      else exists (
        select from news.search_document
        where search_document.names @> array[alike.kind || ':' || alike.name]
          and not exists (select from news.hidden_article where hidden_article.article_id = search_document.article_id)
      )
    end) then
      given := given + 1;
      return next row(alike.kind, alike.name, alike.score::real)::analytics.found_name;
    end if;
  end loop;
end
$body$;
comment on function analytics.search_names is 'Names that are spelled much like the one given: bylines, places of datelines, agencies, words of headlines (kind narrows to byline, place, agency or word). Grain: one name. Only names that a readable article holds.';

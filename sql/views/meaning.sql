-- What is alike in meaning, by the vectors of the texts' first sentences. The functions run with the owner's rights: analysts see
-- their results only, which are always rows of analytics.articles.
create function news.vector_cosine(one bytea, other bytea) returns real
language sql immutable parallel safe
return (
  select (sum(a * b) / nullif(sqrt(sum(a * a)::float8 * sum(b * b)), 0))::real
  from (
    select (get_byte(one, n) + 128) % 256 - 128 as a, (get_byte(other, n) + 128) % 256 - 128 as b
    from generate_series(0, 511) as n
  ) as numbers
);
comment on function news.vector_cosine is 'The cosine of two vectors of 512 bytes, each a number with a sign; null where one has no length.';

create function news.rows_wanted(max_results integer) returns integer
language plpgsql immutable parallel safe
as $body$
begin
  if max_results > 1000 then
    raise exception 'at most 1,000 articles are given, not %', max_results using errcode = '22023';
  end if;
  return greatest(coalesce(max_results, 20), 0);
end
$body$;
comment on function news.rows_wanted is 'How many of those that are alike in meaning are given.';

create function news.alike_in_meaning(
  vector bytea, but_story bigint, wanted_language text, from_day date, to_day date, wanted integer
) returns table (
  article_id bigint, story_id bigint, similarity real, published_on date, source text, language text, headline text, uri text,
  event_id bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $body$
#variable_conflict use_column
declare
  -- So many rows whose signs agree most are compared in full, and so many more where these are few texts.
  most_compared constant integer := 400;
  signs constant bit(512) := news.signs_of_meaning('\x000000000000000001'::bytea || vector);
  -- A story of many texts must not take all places.
  own_texts constant bigint[] := array(
    select version.content_id
    from news.membership
    join news.version on version.article_id = membership.article_id
    where membership.story_id = but_story and membership.valid_to is null
  );
  near_texts bigint[];
  similarities real[];
  found_ids bigint[];
begin
  -- One after the other: in one statement the planner compares a text anew for each row that it joins.
  select array_agg(distinct nearest.content_id)
  into near_texts
  from (
    select content_crossing.content_id
    from news.content_crossing
    where content_crossing.day between from_day and to_day
      and content_crossing.signs is not null
      and (wanted_language is null or content_crossing.language = wanted_language)
      and content_crossing.content_id <> all (own_texts)
    order by bit_count(content_crossing.signs # signs), content_crossing.content_id
    limit most_compared
  ) as nearest;
  select array_agg(compared.content_id), array_agg(compared.similarity)
  into near_texts, similarities
  from (
    select distinct on (content_crossing.content_id)
      content_crossing.content_id, news.vector_cosine(vector, substr(content_crossing.crossing, 10, 512)) as similarity
    from news.content_crossing
    where content_crossing.content_id = any (near_texts) and content_crossing.signs is not null
    order by content_crossing.content_id, content_crossing.day, content_crossing.publisher
  ) as compared
  where compared.similarity > 0;
  select array_agg(best.article_id), array_agg(best.similarity)
  into found_ids, similarities
  from (
    select told.article_id, told.similarity
    from (
      select distinct on (membership.story_id) article.article_id, compared.similarity
      from unnest(near_texts, similarities) as compared (content_id, similarity)
      join news.version on version.content_id = compared.content_id
      join news.article
        on article.article_id = version.article_id
        and article.current_version = version.version
        and article.current_month = version.month
      join news.membership on membership.article_id = article.article_id and membership.valid_to is null
      where membership.story_id is distinct from but_story
        and not exists (select from news.hidden_article where hidden_article.article_id = article.article_id)
      order by membership.story_id, compared.similarity desc, article.article_id
    ) as told
    order by told.similarity desc, told.article_id
    limit wanted
  ) as best;
  return query
  select
    shown.article_id, shown.story_id, similarities[array_position(found_ids, shown.article_id)], shown.published_on, shown.source,
    shown.language, shown.headline, shown.uri, shown.event_id
  from analytics.articles as shown
  where shown.article_id = any (found_ids)
  order by array_position(found_ids, shown.article_id);
end
$body$;
comment on function news.alike_in_meaning is 'The shown articles whose first sentences mean most alike, one of each story, the most alike first.';

create function analytics.has_vector(of_article_id bigint) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select
    from news.article
    join news.version
      on version.article_id = article.article_id
      and version.version = article.current_version
      and version.month = article.current_month
    join news.content_crossing on content_crossing.content_id = version.content_id and content_crossing.signs is not null
    where article.article_id = of_article_id
      and not exists (select from news.hidden_article where hidden_article.article_id = article.article_id)
  );
end;
comment on function analytics.has_vector is 'Whether an article can be compared in meaning: it is shown, its language has vectors, and it was loaded while they were on.';

create function analytics.more_like(
  of_article_id bigint, max_results integer default 20, days integer default 45, in_language text default null
) returns table (
  article_id bigint, story_id bigint, similarity real, published_on date, source text, language text, headline text, uri text,
  event_id bigint
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $body$
#variable_conflict use_column
declare
  reach constant integer := coalesce(days, 45);
  wanted constant integer := news.rows_wanted(max_results);
  asked record;
begin
  if reach not between 0 and 3660 then
    raise exception 'days are from 0 to 3660, these are %', reach using errcode = '22023';
  end if;
  select shown.story_id, coalesce(shown.published_on, crossing.day) as day, substr(crossing.crossing, 10, 512) as vector
  into asked
  from analytics.article(of_article_id) as shown
  join news.version on version.article_id = shown.article_id and version.version = shown.version
  join news.content_crossing as crossing on crossing.content_id = version.content_id and crossing.signs is not null
  order by crossing.day
  limit 1;
  if asked.vector is null then
    raise notice 'article % has no vector, or is not shown: nothing is known to be like it', of_article_id;
    return;
  end if;
  return query
  select found.*
  from news.alike_in_meaning(
    asked.vector, asked.story_id, lower(in_language), asked.day - reach, asked.day + reach, wanted
  ) as found;
end
$body$;
comment on function analytics.more_like is 'The articles that are most like one in meaning, whatever their language and words. Grain: one article, one of each other story, the most alike first; published within so many days before or after it. Compared are the first sentences of texts that have a vector: in Arabic, Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish, Portuguese, Russian, Spanish, Thai and Turkish, loaded while vectors were on. Without a vector a notice says so. Only the 400 texts whose vectors agree most with it are compared in full.';

create function analytics.search_by_meaning(
  vector bytea, max_results integer default 20, from_day date default null, to_day date default null, in_language text default null
) returns table (
  article_id bigint, story_id bigint, similarity real, published_on date, source text, language text, headline text, uri text,
  event_id bigint
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $body$
#variable_conflict use_column
declare
  last_day constant date := coalesce(to_day, (select max(day) from news.content_crossing where signs is not null));
begin
  if length(vector) <> 512 then
    raise exception 'a vector has 512 bytes, this one has %: newsfold search --meaning makes one of words', length(vector)
      using errcode = '22023';
  end if;
  return query
  select found.*
  from news.alike_in_meaning(
    vector, null, lower(in_language), coalesce(from_day, last_day - 365), last_day, news.rows_wanted(max_results)
  ) as found;
end
$body$;
comment on function analytics.search_by_meaning is 'The articles whose first sentences mean most what a vector stands for, one of each story, the most alike first; of the last 366 days where from_day does not say more. The vector is of words as newsfold search --meaning, the API and MCP make it (512 bytes): Postgres can make none. Only the 400 texts whose vectors agree most with it are compared in full.';

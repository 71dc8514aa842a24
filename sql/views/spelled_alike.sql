-- What is searched for beside a word that few or no articles have as it was typed.
create function news.typing_errors(one text, other text, most integer) returns integer
language plpgsql
immutable parallel safe
as $body$
declare
  letters constant text[] := string_to_array(other, null);
  before_last integer[];
  last_row integer[] := array(select generate_series(0, length(other)));
  this_row integer[];
  letter text;
  letter_before text := '';
  least_errors integer;
begin
  if abs(length(one) - length(other)) > most then
    return null;
  end if;
  for place in 1 .. length(one) loop
    letter := substr(one, place, 1);
    this_row := array[place];
    least_errors := place;
    for column_number in 1 .. cardinality(letters) loop
      -- Arrays begin at 1, and column 0 is the empty word.
      this_row[column_number + 1] := least(
        last_row[column_number + 1] + 1,
        this_row[column_number] + 1,
        last_row[column_number] + (letter <> letters[column_number])::integer,
        case
          when place > 1 and letter = letters[column_number - 1] and letter_before = letters[column_number]
            then before_last[column_number - 1] + 1
        end
      );
      least_errors := least(least_errors, this_row[column_number + 1]);
    end loop;
    if least_errors > most then
      return null;
    end if;
    before_last := last_row;
    last_row := this_row;
    letter_before := letter;
  end loop;
  return case when last_row[cardinality(letters) + 1] <= most then last_row[cardinality(letters) + 1] end;
end
$body$;
comment on function news.typing_errors is 'How many letters are exchanged, left out, added, or changed places with their neighbour between two words; null where these are more than most.';

create function news.readable_with(word text, most integer) returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
begin atomic
  select count(*)
  from (
    select
    from news.search_configurations() as held (configuration)
    cross join lateral (
      select
      from news.search_document
      where search_document.document @@ news.search_query(held.configuration, word)
        and search_document.configuration = held.configuration
        and not exists (select from news.hidden_article where hidden_article.article_id = search_document.article_id)
      limit most
    ) as shown
    limit most
  ) as counted;
end;
comment on function news.readable_with is 'How many articles that can be read have a word, up to most.';

-- Loads the extension: only then may its threshold be set for a function.
select show_limit();

create function news.spelled_alike(typed text) returns table (word text, cost real)
language plpgsql
stable
set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
set pg_trgm.similarity_threshold = 0.3
as $body$
#variable_conflict use_column
declare
  -- Words of names and headlines that are looked up in the articles, the likeliest first, and how many of them are given.
  most_looked_up constant integer := 20;
  most_given constant integer := 3;
  own constant text := (select case when count(*) = 1 then min(found) end from news.words_of_name(typed) as found);
  own_sound constant text := news.sounding(own);
  own_latin constant text := news.latin_letters(own);
  -- Transcriptions differ by more letters than errors do.
  most_transcribed constant integer := 1 + length(own) / 3;
  letters constant text[] := array(
    select chr(code)
    from generate_series(
      case when own ~ '[\u0370-\u03FF]' then 945 when own ~ '[\u0400-\u04FF]' then 1072 else 97 end,
      case when own ~ '[\u0370-\u03FF]' then 969 when own ~ '[\u0400-\u04FF]' then 1111 else 122 end
    ) as code
  );
  -- A word with more errors than one must be long, and begin alike.
  most_errors constant integer := case when length(own) >= 8 then 2 else 1 end;
  held_already constant bigint := news.readable_with(own, 3);
  written text[];
  alike record;
  given integer := 0;
  cheapest real;
begin
  if own is null or held_already >= 3 then
    return;
  end if;
  -- A word that a language passes over is asked for by nobody.
  if exists (
    select from news.search_configurations() as configuration
    where querytree(news.search_query(configuration, own)) in ('', 'T')
  ) then
    return;
  end if;
  -- All words with one error.
  select array_agg(distinct left(own, place) || piece || substr(own, place + further))
  into written
  from generate_series(0, length(own)) as place
  cross join lateral (
    select '' as piece, 2 as further
    union all
    select substr(own, place + 2, 1) || substr(own, place + 1, 1), 3
    union all
    select letter, further from unnest(letters) as letter cross join (values (1), (2)) as one (further)
  ) as error;
  for alike in
    select candidate.word, candidate.cost
    from (
      select
        near.word,
        (case
          when near.errors <= 1 and near.sounds_alike then 0.5
          when near.errors <= 1 then 1
          when near.sounds_alike then 1.5
          else near.errors
        end)::real as cost
      from (
        select
          held.word,
          held.sounding = own_sound as sounds_alike,
          news.typing_errors(
            own_latin, news.latin_letters(held.word), case when held.sounding = own_sound then most_transcribed else most_errors end
          ) as errors
        from (
          select word, sounding from news.search_word where word = any (written)
          union
          (select word, sounding from news.search_word where sounding = own_sound limit 200)
          union
          (
            select word, sounding
            from news.search_word
            where length(own) >= 8 and word % own
            order by similarity(word, own) desc, word
            limit 60
          )
        ) as held
        where held.word <> own
      ) as near
      where (near.sounds_alike and near.errors is not null)
        -- The first letter of a short word is rarely wrong.
        or (near.errors = 1 and (length(own) > 5 or left(near.word, 1) = left(own, 1) or left(near.word, 2) = reverse(left(own, 2))))
        or (near.errors = 2 and left(near.word, 1) = left(own, 1))
    ) as candidate
    order by candidate.cost, abs(length(candidate.word) - length(own)), similarity(candidate.word, own) desc, candidate.word
    limit most_looked_up
  loop
    exit when given >= most_given or alike.cost > cheapest + 0.5;
    -- Only what articles hold that analysts can read; beside a word that some have, only one that is much more frequent.
    if news.readable_with(alike.word, 10 * held_already::integer + 1) > 10 * held_already then
      given := given + 1;
      cheapest := coalesce(cheapest, alike.cost);
      word := alike.word;
      cost := alike.cost;
      return next;
    end if;
  end loop;
end
$body$;
comment on function news.spelled_alike is 'Words of names and headlines that are spelled or sound much like one that fewer than three readable articles have, the likeliest first. Only words that a readable article holds.';

create function news.respelled_queries(typed text) returns table (query text, place bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
begin atomic
  -- What stands in quotation marks, is excluded, ends in * or is a short word is meant as it is. Of many words each costs a look.
  with recursive piece as (
    select found.piece[1] as piece, found.place, count(*) over () as pieces
    from regexp_matches(typed, '-?"[^"]*"?|[^\s"]+', 'g') with ordinality as found (piece, place)
  ),
  other as materialized (
    select piece.place, alike.word, alike.cost
    from piece
    cross join lateral news.spelled_alike(piece.piece) as alike
    where piece.pieces <= 12
      and piece.piece ~ '^[[:alpha:]\u0300-\u036F][[:alpha:]\u0300-\u036F''’.]+[,;:!?]?$'
  ),
  choice as (
    select piece.place, piece.piece as word, 0::real as cost, false as is_other
    from piece
    where piece.place not in (select other.place from other)
    union all
    select other.place, other.word, other.cost, true
    from other
  ),
  -- One word after the other, the likeliest three of each.
  query as (
    select ''::text as query, 0::bigint as place, 0::real as cost, false as is_other, 1::bigint as rank
    union all
    select next.query, next.place, next.cost, next.is_other, next.rank
    from (
      select
        concat_ws(' ', nullif(query.query, ''), choice.word) as query,
        choice.place,
        (query.cost + choice.cost)::real as cost,
        query.is_other or choice.is_other as is_other,
        row_number() over (order by query.cost + choice.cost, query.rank, choice.word) as rank
      from query
      join choice on choice.place = query.place + 1
    ) as next
    where next.rank <= 3
  )
  select query.query, query.rank
  from query
  where query.is_other and query.place = (select max(piece.place) from piece)
  order by query.rank;
end;
comment on function news.respelled_queries is 'A query with words that are spelled alike in the place of those that few or no articles have: up to three, the likeliest first; none where all words are found or nothing is alike.';

-- Words are found without their marks too (Besancon, Munoz, Lodz), names with signs as they are (AT&T, C++), and words by how they
-- begin (archaeo*).
create function news.without_marks(words text) returns text
language sql immutable parallel safe
return replace(replace(replace(replace(replace(replace(
  translate(
    regexp_replace(normalize(words, NFD), '[\u0300-\u036F\u064B-\u0652\u0670]', '', 'g'), 'łŁøØđĐðÐħĦıŧŦ', 'lLoOdDdDhHitT'
  ), 'ß', 'ss'), 'æ', 'ae'), 'Æ', 'AE'), 'œ', 'oe'), 'Œ', 'OE'), 'þ', 'th');
comment on function news.without_marks is 'Words as somebody types them who has no such keys: without accents and the vowel marks of Arabic, and with the letters of Latin alphabets that are no letter with an accent replaced.';

create function news.search_extras(configuration text, body text) returns tsvector
language sql immutable parallel safe
return
  case
    when body ~ '[\u00C0-\u024F\u0300-\u036F\u064B-\u0652\u0670\u1E00-\u1EFF]'
      then to_tsvector(
        configuration::regconfig,
        coalesce(
          (
            select string_agg(news.without_marks(found.word[1]), ' . ')
            from regexp_matches(body, '[[:alnum:]\u0300-\u036F\u064B-\u0652\u0670]*[\u00C0-\u024F\u0300-\u036F\u064B-\u0652\u0670\u1E00-\u1EFF][[:alnum:]\u0300-\u036F\u064B-\u0652\u0670]*', 'g') as found (word)
          ),
          ''
        )
      )
    else ''::tsvector
  end
  || case
    when body ~ '[[:alnum:]](&[[:alnum:]]|\+\+|#)'
      then array_to_tsvector(
        array(
          select distinct lower(found.word[1])
          from regexp_matches(body, '([[:alnum:]]+(?:&[[:alnum:]]+)+|[[:alnum:]]+(?:\+\+|#))', 'g') as found (word)
        )
      )
    else ''::tsvector
  end;
comment on function news.search_extras is 'What search sees beside the words of a text: those with marks once more without them, and names with signs in one piece.';

create or replace function news.search_vector(configuration text, body text) returns tsvector
language sql immutable parallel safe
return to_tsvector(
  configuration::regconfig,
  case configuration
    when 'simple' then regexp_replace(body, '([' || news.unspaced() || '])', '\1 \1', 'g')
    else body
  end
) || news.search_extras(configuration, body);

-- What news.search_query did alone until now.
create function news.search_words(configuration text, query text) returns tsquery
language sql stable parallel safe
return case
  when configuration <> 'simple' then websearch_to_tsquery(configuration::regconfig, query)
  when btrim(query) ~ ('^[' || news.unspaced() || ']$') then (quote_literal(btrim(query)) || ':*')::tsquery
  else websearch_to_tsquery(
    'simple',
    (
      select string_agg(
        case
          when found.piece[1] !~ ('[' || news.unspaced() || ']') or length(found.piece[1]) = 1 then found.piece[1]
          else '"' || (
            select string_agg(substr(found.piece[1], n, 2), ' ' order by n)
            from generate_series(1, length(found.piece[1]) - 1) as n
          ) || '"'
        end,
        '' order by found.place
      )
      from regexp_matches(query, '[' || news.unspaced() || ']+|[^' || news.unspaced() || ']+', 'g')
        with ordinality as found (piece, place)
    )
  )
end;
comment on function news.search_words is 'The words of a query, in the syntax of web search.';

drop function news.search_query(text, text);
create function news.search_query(configuration text, query text) returns tsquery
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $body$
declare
  begun constant text := '(?<![[:alnum:]])(-?)([[:alpha:]][[:alnum:]]+)\*';
  signed constant text := '(?<![[:alnum:]])(-?)([[:alnum:]]+(?:&[[:alnum:]]+)+|[[:alnum:]]+(?:\+\+|#))';
  words constant text := regexp_replace(regexp_replace(query, begun, ' ', 'g'), signed, ' ', 'g');
  bare constant text := news.without_marks(words);
  parsed tsquery := coalesce(news.search_words(configuration, words), ''::tsquery);
  found text[];
  part tsquery;
begin
  -- Who types marks finds texts without them; not where words are excluded: there both would be.
  if bare <> normalize(words, NFD) and words !~ '(^|\s)-\S' then
    parsed := parsed || coalesce(news.search_words(configuration, bare), ''::tsquery);
  end if;
  for found in select regexp_matches(query, begun, 'g') loop
    part := (lower(found[2]) || ':*')::tsquery || to_tsquery(configuration::regconfig, found[2] || ':*');
    parsed := parsed && case when found[1] = '-' then !! part else part end;
  end loop;
  for found in select regexp_matches(query, signed, 'g') loop
    part := quote_literal(lower(found[2]))::tsquery;
    parsed := parsed && case when found[1] = '-' then !! part else part end;
  end loop;
  return parsed;
end
$body$;
comment on function news.search_query is 'What a person has typed, in the syntax of web search, as a query of one configuration: with archaeo* for words that begin so. Any text is read; none is refused.';

-- What is held already: only what has such words.
with extra as (
  select
    article.article_id,
    setweight(news.search_extras(document.configuration, left(coalesce(version.headline, ''), 1000)), 'A')
    || setweight(
      news.search_extras(
        document.configuration,
        left(concat_ws(' . ', array_to_string(version.byline, ' . '), version.dateline_place, version.agency), 2000)
      ),
      'B'
    )
    || setweight(
      news.search_extras(
        document.configuration, left(concat_ws(' . ', version.slugline, array_to_string(version.keywords, ' . ')), 2000)
      ),
      'C'
    )
    || news.search_extras(document.configuration, left(content.body, 60000)) as words
  from news.search_document as document
  join news.article using (article_id)
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  join news.content on content.content_id = version.content_id and content.month = version.content_month
)
update news.search_document as document
set document = document.document || extra.words
from extra
where extra.article_id = document.article_id
  and extra.words <> ''::tsvector;

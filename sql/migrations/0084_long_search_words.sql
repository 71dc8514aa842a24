-- A word with signs may be as long as its text. One that Postgres can't hold is no word of search: it is left out.
create or replace function news.search_extras(configuration text, body text) returns tsvector
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
          where octet_length(lower(found.word[1])) <= 2046
        )
      )
    else ''::tsvector
  end;

-- What search stands on, what hides articles as rows that are cheap to look up, and which versions were once the current one.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- From a language to the way its words are found. --------------------------------------------------------------------------

create function news.text_configuration(language text) returns text
language sql immutable parallel safe
return case lower(split_part(split_part(coalesce(language, ''), '-', 1), '_', 1))
  when 'ar' then 'arabic' when 'ca' then 'catalan' when 'da' then 'danish' when 'de' then 'german' when 'el' then 'greek'
  when 'en' then 'english' when 'es' then 'spanish' when 'eu' then 'basque' when 'fi' then 'finnish' when 'fr' then 'french'
  when 'ga' then 'irish' when 'hi' then 'hindi' when 'hu' then 'hungarian' when 'hy' then 'armenian'
  when 'id' then 'indonesian' when 'it' then 'italian' when 'lt' then 'lithuanian' when 'nb' then 'norwegian'
  when 'ne' then 'nepali' when 'nl' then 'dutch' when 'nn' then 'norwegian' when 'no' then 'norwegian'
  when 'pt' then 'portuguese' when 'ro' then 'romanian' when 'ru' then 'russian' when 'sr' then 'serbian'
  when 'sv' then 'swedish' when 'ta' then 'tamil' when 'tr' then 'turkish' when 'yi' then 'yiddish'
  else 'simple'
end;
comment on function news.text_configuration is 'The text-search configuration of a language (ISO 639-1); simple where Postgres 15 has none, or where the language is unknown.';

-- Han, kana, Hangul, Thai, Lao, Burmese, Khmer: scripts that don't put a space between words, or that glue endings to them.
create function news.unspaced() returns text
language sql immutable parallel safe
return '\u0E01-\u0E4E\u0E81-\u0ECE\u1000-\u109F\u1780-\u17D3\u2E80-\u2FDF\u3005-\u3007\u3040-\u30FA\u30FC-\u30FF'
  '\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\U00020000-\U0003FFFF';
comment on function news.unspaced is 'A set of characters for a regular expression: the scripts whose words search can only find as pairs of characters.';

create function news.search_vector(configuration text, body text) returns tsvector
language sql immutable parallel safe
return to_tsvector(
  configuration::regconfig,
  case configuration
    when 'simple' then regexp_replace(body, '([' || news.unspaced() || '])', '\1 \1', 'g')
    else body
  end
);
comment on function news.search_vector is 'A text as search sees it. In the configuration simple each run of characters without spaces becomes its overlapping pairs, with the first and the last character alone.';

create function news.search_query(configuration text, query text) returns tsquery
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
comment on function news.search_query is 'What a person has typed, in the syntax of web search, as a query of one configuration. Any text is read; none is refused.';

-- One row an article, kept by load. ----------------------------------------------------------------------------------------

create table news.search_document (
  article_id bigint constraint search_document_pk primary key
    constraint search_document_article_fk references news.article on delete cascade,
  source_id bigint not null,
  day date not null,
  language text,
  configuration text not null,
  names text[] not null,
  document tsvector not null
);
-- Rows stay short: the scan that finds the newest matches reads many of them, and few of the documents.
alter table news.search_document set (toast_tuple_target = 128, autovacuum_vacuum_insert_scale_factor = 0.05);
do $body$
begin
  alter table news.search_document alter column document set compression lz4;
exception when feature_not_supported then
  null;
end
$body$;
comment on table news.search_document is 'Grain: one article as search sees it, in its current version. Derived: load writes it anew with each version.';
comment on column news.search_document.article_id is 'The article.';
comment on column news.search_document.source_id is 'Its source.';
comment on column news.search_document.day is 'Day of publication; the day of the first load (UTC) where that is not known.';
comment on column news.search_document.language is 'Its language, ISO 639-1.';
comment on column news.search_document.configuration is 'The text-search configuration of that language.';
comment on column news.search_document.names is 'Who and where, exactly as written: byline:…, place:…, agency:….';
comment on column news.search_document.document is 'Weight A: headline. B: byline, dateline place, agency. C: slug line, keywords. D: body.';

create table news.search_day (
  day date not null,
  configuration text not null,
  documents bigint not null,
  constraint search_day_pk primary key (configuration, day)
);
create index search_day_day on news.search_day (day) include (documents);
comment on table news.search_day is 'Grain: one day in one configuration. Tells search how far back to look for enough matches.';
comment on column news.search_day.day is 'The day, as in news.search_document.';
comment on column news.search_day.configuration is 'The text-search configuration.';
comment on column news.search_day.documents is 'Articles of that day, about: one whose version changed counts twice.';

create table news.search_name (
  kind text not null constraint search_name_kind_known check (kind in ('byline', 'place', 'agency', 'word')),
  name text not null,
  constraint search_name_pk primary key (kind, name)
);
comment on table news.search_name is 'Grain: one name, or one word of headlines, that an article has held. Found in spite of typing errors.';
comment on column news.search_name.kind is 'byline, place (of a dateline), agency, or word (of a headline, in lower case).';
comment on column news.search_name.name is 'The name as written.';

create function news.search_document(
  configuration text, headline text, byline text[], place text, agency text, slugline text, keywords text[], body text
) returns tsvector
language sql immutable parallel safe
return
  setweight(news.search_vector(configuration, left(coalesce(headline, ''), 1000)), 'A')
  || setweight(
    news.search_vector(configuration, left(concat_ws(' . ', array_to_string(byline, ' . '), place, agency), 2000)), 'B'
  )
  || setweight(
    news.search_vector(configuration, left(concat_ws(' . ', slugline, array_to_string(keywords, ' . ')), 2000)), 'C'
  )
  || news.search_vector(configuration, left(body, 60000));
comment on function news.search_document is 'An article as search sees it. Of very long texts the first 60,000 characters: Postgres holds at most 1 MB of words for a row.';

create function news.search_names(byline text[], place text, agency text) returns text[]
language sql immutable parallel safe
return
  array(select 'byline:' || left(name, 200) from unnest(byline) as name)
  || array(select 'place:' || left(place, 200) where place is not null)
  || array(select 'agency:' || left(agency, 200) where agency is not null);
comment on function news.search_names is 'The names of an article, each with its kind; of very long ones the first 200 characters.';

create function news.headline_words(headline text) returns setof text
language sql immutable parallel safe
begin atomic
  select word
  from unnest(tsvector_to_array(to_tsvector('simple', left(headline, 1000)))) as word
  where length(word) between 4 and 40
    and word !~ ('[0-9/@.' || news.unspaced() || ']');
end;
comment on function news.headline_words is 'The words of a headline that are worth looking up in spite of typing errors, in lower case.';

insert into news.search_document (article_id, source_id, day, language, configuration, names, document)
select
  article.article_id,
  article.source_id,
  coalesce(version.published_on, (article.first_seen_at at time zone 'UTC')::date),
  version.language,
  found.configuration,
  news.search_names(version.byline, version.dateline_place, version.agency),
  news.search_document(
    found.configuration, version.headline, version.byline, version.dateline_place, version.agency, version.slugline,
    version.keywords, content.body
  )
from news.article
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join news.content on content.content_id = version.content_id and content.month = version.content_month
cross join lateral (select news.text_configuration(version.language) as configuration) as found
order by 3, 1;

insert into news.search_day (day, configuration, documents)
select day, configuration, count(*)
from news.search_document
group by day, configuration;

insert into news.search_name (kind, name)
select distinct split_part(name, ':', 1), substr(name, strpos(name, ':') + 1)
from news.search_document
cross join lateral unnest(names) as name
union
select 'word', word
from news.version
cross join lateral news.headline_words(version.headline) as word;

-- One index for words and for what narrows them down, so that a search reads only what fits both. New entries wait in a list
-- that every search reads through: load empties it at its end.
create index search_document_words on news.search_document using gin (document, day, source_id)
  with (gin_pending_list_limit = 65536);
create index search_document_names on news.search_document using gin (names) with (gin_pending_list_limit = 65536);
create index search_name_similar on news.search_name using gin (lower(name) gin_trgm_ops);

create function ops.merge_search_entries() returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $body$
  select gin_clean_pending_list('news.search_document_words'::regclass);
  select gin_clean_pending_list('news.search_document_names'::regclass);
  select null::void;
$body$;
comment on function ops.merge_search_entries is 'Puts the entries that wait in the lists of the search indexes into their place. Load calls it at its end.';

create type analytics.found_article as (
  article_id bigint,
  story_id bigint,
  score real,
  published_on date,
  source text,
  language text,
  headline text,
  snippet text,
  uri text
);
comment on type analytics.found_article is 'Grain: one article that a search has found. What analytics.search gives.';
comment on column analytics.found_article.article_id is 'The article, as in analytics.articles.';
comment on column analytics.found_article.story_id is 'Its story, as in analytics.stories.';
comment on column analytics.found_article.score is 'How well it fits and how new it is; only comparable within one search.';
comment on column analytics.found_article.published_on is 'Day of publication.';
comment on column analytics.found_article.source is 'Slug of the source.';
comment on column analytics.found_article.language is 'ISO 639-1.';
comment on column analytics.found_article.headline is 'Headline.';
comment on column analytics.found_article.snippet is 'Where it fits: up to two pieces of the body, the words between ** and **. Text, not HTML.';
comment on column analytics.found_article.uri is 'Where it was published.';

create type analytics.found_name as (kind text, name text, similarity real);
comment on type analytics.found_name is 'Grain: one name that is spelled much like the one looked for. What analytics.search_names gives.';
comment on column analytics.found_name.kind is 'byline, place, agency, or word (of a headline).';
comment on column analytics.found_name.name is 'The name as articles have it.';
comment on column analytics.found_name.similarity is 'Share of the three-letter pieces in common, 0 to 1.';

-- What hides articles, as rows: working it out again for each query took longer than the query. -----------------------------

create table news.hidden (
  article_id bigint not null constraint hidden_article_fk references news.article on delete cascade,
  reason text not null,
  embargoed timestamptz,
  amended_by_article_id bigint,
  valid_from timestamptz not null,
  valid_to timestamptz
);
create unique index hidden_current on news.hidden (article_id, reason, embargoed, amended_by_article_id)
  nulls not distinct where valid_to is null;
create index hidden_once on news.hidden (article_id) where valid_to is not null;
comment on table news.hidden is 'Grain: one reason why an article is not shown, over a stretch of time. Load keeps it as news.hiding works it out; an embargo counts until it ends.';
comment on column news.hidden.article_id is 'The article.';
comment on column news.hidden.reason is 'canceled, withheld, embargoed or killed.';
comment on column news.hidden.embargoed is 'When the embargo ends, where that is the reason.';
comment on column news.hidden.amended_by_article_id is 'The item that killed it, where that is the reason.';
comment on column news.hidden.valid_from is 'Since when it holds: the time of the load.';
comment on column news.hidden.valid_to is 'When a later load found that it holds no more; null while it does.';
do $body$
begin
  if to_regclass('news.hidden_article') is not null then
    insert into news.hidden (article_id, reason, embargoed, amended_by_article_id, valid_from)
    select distinct
      held.article_id, held.reason, held.embargoed, held.amended_by_article_id,
      greatest(version.first_seen_at, amending.first_seen_at)
    from news.hidden_article as held
    join news.article using (article_id)
    join news.version
      on version.article_id = article.article_id
      and version.version = case held.reason when 'killed' then 1 else article.current_version end
    left join news.article as amending on amending.article_id = held.amended_by_article_id;
  end if;
end
$body$;

-- Which version was shown at a time. ---------------------------------------------------------------------------------------

alter table news.version add column became_current boolean not null default true;
update news.version
set became_current = false
from (
  select
    article_id,
    version,
    coalesce(modified_at, published_at) < max(coalesce(modified_at, published_at)) over (
      partition by article_id order by version rows between unbounded preceding and 1 preceding
    ) as is_older
  from news.version
) as dated
where dated.article_id = version.article_id
  and dated.version = version.version
  and dated.is_older
  and version.version > 1;
comment on column news.version.became_current is 'Whether the article showed this version from its arrival on. False for one that was dated before the version held.';
create index membership_past on news.membership (story_id) where valid_to is not null;

-- The marts: what analysts ask every day, worked out in advance. All of it is derived, and can be built again from news.*.
-- Analysts see the views over these tables in analytics.
create schema if not exists marts;
comment on schema marts is 'What the views in analytics count, worked out by the last refresh. Derived: a full refresh builds all of it again from news.';

create table ops.mart_refresh (
  refresh_id bigint generated always as identity constraint mart_refresh_pk primary key,
  is_full boolean not null,
  definition text not null,
  load_number bigint not null,
  articles bigint not null,
  stories bigint not null,
  days bigint not null,
  seconds jsonb not null,
  refreshed_at timestamptz not null,
  finished_at timestamptz not null
);
comment on table ops.mart_refresh is 'Grain: one refresh of the marts that changed something. The last row says what the marts stand for.';
comment on column ops.mart_refresh.refresh_id is 'Identity of the refresh.';
comment on column ops.mart_refresh.is_full is 'Whether all was built anew; else only what had changed.';
comment on column ops.mart_refresh.definition is 'Version of the rules by which the marts are made. Under another one all is built anew.';
comment on column ops.mart_refresh.load_number is 'The last load that it has seen (ops.run.load_number); 0 before the first.';
comment on column ops.mart_refresh.articles is 'Articles that were looked at again.';
comment on column ops.mart_refresh.stories is 'Stories that were made again.';
comment on column ops.mart_refresh.days is 'Days that were counted again.';
comment on column ops.mart_refresh.seconds is 'Seconds for each part.';
comment on column ops.mart_refresh.refreshed_at is 'The moment that the marts stand for.';
comment on column ops.mart_refresh.finished_at is 'When it was done.';

create table marts.article (
  article_id bigint constraint mart_article_pk primary key,
  story_id bigint not null,
  source text not null,
  day date not null,
  published_on date,
  published_at timestamptz,
  first_seen_at timestamptz not null,
  language text,
  country text,
  place text,
  agency text,
  agency_role text,
  outcome text not null,
  is_day_inferred boolean not null,
  is_day_ambiguous boolean not null,
  is_shown boolean not null
);
comment on table marts.article is 'Grain: one article in its current version, as far as the marts count by it. No text.';
comment on column marts.article.article_id is 'The article.';
comment on column marts.article.story_id is 'Its story at the last refresh.';
comment on column marts.article.source is 'Slug of the source that delivered it.';
comment on column marts.article.day is 'Day of publication; where that is not known, the day (UTC) on which it was first loaded.';
comment on column marts.article.published_on is 'Day of publication; null where it is not known.';
comment on column marts.article.published_at is 'Instant of publication; null where it is not known. schema.org: datePublished.';
comment on column marts.article.first_seen_at is 'When it was first loaded.';
comment on column marts.article.language is 'ISO 639-1. schema.org: inLanguage.';
comment on column marts.article.country is 'Country of the dateline, ISO 3166-1 alpha-2.';
comment on column marts.article.place is 'Place of the dateline, its first 200 characters. schema.org: dateline.';
comment on column marts.article.agency is 'The agency that wrote or carried it, its first 200 characters.';
comment on column marts.article.agency_role is 'origin (wrote it) or carrier (published it).';
comment on column marts.article.outcome is 'What it was on arrival: original, copy, near_copy or rewrite.';
comment on column marts.article.is_day_inferred is 'Whether the day was worked out: its year from evidence, day and month told apart by other dates, counted back from the fetch, or read from an address.';
comment on column marts.article.is_day_ambiguous is 'Whether some date of the record could be read as day-month or month-day, and nothing decided.';
comment on column marts.article.is_shown is 'Whether analysts saw it at the last refresh: not killed, withheld or under embargo.';
create index mart_article_day on marts.article (day);
create index mart_article_story on marts.article (story_id);
create index mart_article_hidden on marts.article (article_id) where not is_shown;

create table marts.story (
  story_id bigint constraint mart_story_pk primary key,
  representative_article_id bigint not null,
  source text not null,
  day date not null,
  published_on date,
  published_at timestamptz,
  language text,
  country text,
  place text,
  agency text,
  agency_role text,
  article_count integer not null,
  source_count integer not null,
  sources text[] not null,
  copies integer not null,
  near_copies integer not null,
  rewrites integer not null,
  languages text[] not null,
  countries text[] not null,
  first_published_on date,
  last_published_on date,
  last_day date not null,
  first_day_articles integer not null,
  is_first_certain boolean not null,
  minutes_to_second_source integer,
  minutes_to_last_source integer
);
comment on table marts.story is 'Grain: one story that has an article to show, with its representative and how far it went.';
comment on column marts.story.story_id is 'The story.';
comment on column marts.story.representative_article_id is 'The article that stands for it: its representative, or the earliest shown where that is hidden.';
comment on column marts.story.source is 'Slug of the representative''s source.';
comment on column marts.story.day is 'The representative''s day: of publication, else of loading.';
comment on column marts.story.published_on is 'The representative''s day of publication.';
comment on column marts.story.published_at is 'The representative''s instant of publication.';
comment on column marts.story.language is 'The representative''s language.';
comment on column marts.story.country is 'Country of the representative''s dateline.';
comment on column marts.story.place is 'Place of the representative''s dateline.';
comment on column marts.story.agency is 'The representative''s agency.';
comment on column marts.story.agency_role is 'That agency''s role.';
comment on column marts.story.article_count is 'Articles shown.';
comment on column marts.story.source_count is 'Sources that carried it.';
comment on column marts.story.sources is 'Their slugs, the representative''s first, then in the order in which they came.';
comment on column marts.story.copies is 'Articles that arrived as a copy.';
comment on column marts.story.near_copies is 'Articles that arrived as a near copy.';
comment on column marts.story.rewrites is 'Articles that arrived as a rewrite.';
comment on column marts.story.languages is 'Languages of its articles, ISO 639-1, sorted.';
comment on column marts.story.countries is 'Countries of their datelines, ISO 3166-1 alpha-2, sorted.';
comment on column marts.story.first_published_on is 'Earliest day of publication.';
comment on column marts.story.last_published_on is 'Latest day of publication.';
comment on column marts.story.last_day is 'Latest day: of publication, else of loading.';
comment on column marts.story.first_day_articles is 'Articles on the representative''s day.';
comment on column marts.story.is_first_certain is 'Whether by instants, else by days, every other source came later; false where two had it on one day and an instant is missing.';
comment on column marts.story.minutes_to_second_source is 'Minutes from the representative''s instant to the first of another source; null where instants are missing.';
comment on column marts.story.minutes_to_last_source is 'Minutes from the representative''s instant to the first article of the source that came last; null where instants are missing.';
create index mart_story_day on marts.story (day);
create index mart_story_source on marts.story (source, day);
create index mart_story_published_on on marts.story (published_on);
create unique index mart_story_representative on marts.story (representative_article_id);
create index mart_story_sources on marts.story using gin (sources);

create table marts.volume (
  day date not null,
  grain text not null constraint mart_volume_grain_known
    check (grain in ('day', 'source', 'language', 'country', 'place', 'agency', 'source_language')),
  source text,
  language text,
  country text,
  place text,
  agency text,
  agency_role text,
  articles integer not null,
  stories integer not null,
  first_reports integer not null,
  last_seen_at timestamptz not null
);
comment on table marts.volume is 'Grain: one day and one value of what the column grain names. A grain''s rows add up to the day''s articles; rows of different grains must not be added.';
comment on column marts.volume.day is 'Day of publication; of loading where that is not known.';
comment on column marts.volume.grain is 'What the row counts by: day (the whole day), source, language, country, place (with its country), agency (with its role), source_language.';
comment on column marts.volume.source is 'Slug of the source, in the grains source and source_language.';
comment on column marts.volume.language is 'ISO 639-1, in the grains language and source_language; null there: not known.';
comment on column marts.volume.country is 'Country of the dateline, in the grains country and place; null there: not known.';
comment on column marts.volume.place is 'Place of the dateline, in the grain place; null there: not known.';
comment on column marts.volume.agency is 'The agency, in the grain agency; null there: none is named.';
comment on column marts.volume.agency_role is 'origin or carrier, in the grain agency.';
comment on column marts.volume.articles is 'Articles.';
comment on column marts.volume.stories is 'Different stories among them: independent reports. Not to be added over days or values: one story may be in several.';
comment on column marts.volume.first_reports is 'Stories whose representative is among them. May be added over days and values: each story counts once.';
comment on column marts.volume.last_seen_at is 'When the last of them was first loaded.';
create index mart_volume_day on marts.volume (day, grain);
create index mart_volume_grain on marts.volume (grain, day);
create index mart_volume_source on marts.volume (source, day) where grain = 'source';
create index mart_volume_place on marts.volume (place, day) where grain = 'place';

create table marts.carriage (
  period text not null constraint mart_carriage_period_known check (period in ('day', 'month')),
  period_start date not null,
  origin_agency text,
  origin_source text not null,
  source text not null,
  articles integer not null,
  stories integer not null,
  copies integer not null,
  near_copies integer not null,
  rewrites integer not null,
  timed_articles integer not null,
  median_minutes double precision,
  median_days double precision
);
comment on table marts.carriage is 'Grain: one day or one month, one origin and one source that carried its texts. A text that nobody else carries and that names no agency of origin is not counted.';
comment on column marts.carriage.period is 'day or month. Medians can''t be added up, so both are kept.';
comment on column marts.carriage.period_start is 'The day, or the first day of the month, on which the carrying articles were published.';
comment on column marts.carriage.origin_agency is 'The agency that wrote it: named by the article, else by its story''s representative; null where neither names one.';
comment on column marts.carriage.origin_source is 'Slug of the source of the story''s representative: who had it first here.';
comment on column marts.carriage.source is 'Slug of the source that carried it.';
comment on column marts.carriage.articles is 'Articles carried, the first one included where it names an agency.';
comment on column marts.carriage.stories is 'Different stories among them.';
comment on column marts.carriage.copies is 'Those that arrived as a copy.';
comment on column marts.carriage.near_copies is 'Those that arrived as a near copy.';
comment on column marts.carriage.rewrites is 'Those that arrived as a rewrite.';
comment on column marts.carriage.timed_articles is 'Those other than the first for which both instants are known: what median_minutes is taken of.';
comment on column marts.carriage.median_minutes is 'Median of the minutes from the first article''s instant to theirs.';
comment on column marts.carriage.median_days is 'Median of the days between their days of publication, where both are known; the first one does not count.';
create index mart_carriage_period on marts.carriage (period, period_start);
create index mart_carriage_source on marts.carriage (source, period, period_start);
create index mart_carriage_origin on marts.carriage (origin_source, period, period_start);

create table marts.correction (
  article_id bigint not null,
  version integer not null,
  month date not null,
  previous_month date not null,
  source text not null,
  day date not null,
  signal text,
  modified_at timestamptz,
  seen_at timestamptz not null,
  is_current boolean not null,
  fields text[] not null,
  words_before integer not null,
  words_after integer not null,
  words_added integer not null,
  words_removed integer not null,
  constraint mart_correction_pk primary key (article_id, version)
);
comment on table marts.correction is 'Grain: one version of an article after its first, held against the one before it. In the order of arrival.';
comment on column marts.correction.article_id is 'The article.';
comment on column marts.correction.version is 'The later version.';
comment on column marts.correction.month is 'That version''s partition.';
comment on column marts.correction.previous_month is 'The partition of the version before it.';
comment on column marts.correction.source is 'Slug of the source.';
comment on column marts.correction.day is 'Day (UTC) on which the later version was loaded.';
comment on column marts.correction.signal is 'What the later version says that it does. NewsML-G2: signal.';
comment on column marts.correction.modified_at is 'Instant of change as the publisher tells it. schema.org: dateModified.';
comment on column marts.correction.seen_at is 'When the later version was loaded.';
comment on column marts.correction.is_current is 'Whether the later version is the one that analysts see now.';
comment on column marts.correction.fields is 'What changed, by column names of news.version; body for the text. Sorted.';
comment on column marts.correction.words_before is 'Words of the text before.';
comment on column marts.correction.words_after is 'Words of the text after.';
comment on column marts.correction.words_added is 'Words of the text after that the one before does not have as often, without regard to case and order.';
comment on column marts.correction.words_removed is 'Words of the text before that the one after does not have as often.';
create index mart_correction_day on marts.correction (day);
create index mart_correction_source on marts.correction (source, day);

create table marts.date_quality (
  day date not null,
  source text not null,
  articles integer not null,
  instant integer not null,
  day_only integer not null,
  undated integer not null,
  inferred integer not null,
  ambiguous integer not null,
  constraint mart_date_quality_pk primary key (day, source)
);
comment on table marts.date_quality is 'Grain: one day and one source: how well its articles are dated.';
comment on column marts.date_quality.day is 'Day of publication; of loading for the undated.';
comment on column marts.date_quality.source is 'Slug of the source.';
comment on column marts.date_quality.articles is 'Articles.';
comment on column marts.date_quality.instant is 'Those whose instant of publication is known.';
comment on column marts.date_quality.day_only is 'Those of which only the day is known.';
comment on column marts.date_quality.undated is 'Those of which neither is known.';
comment on column marts.date_quality.inferred is 'Those whose day was worked out from evidence.';
comment on column marts.date_quality.ambiguous is 'Those with a date that could be read two ways.';
create index mart_date_quality_source on marts.date_quality (source, day);

create table marts.story_term (
  story_id bigint constraint mart_story_term_pk primary key,
  day date not null,
  language text not null,
  names integer not null,
  terms text[] not null
);
comment on table marts.story_term is 'Grain: one story: the names and rare words in the first sentences of its representative.';
comment on column marts.story_term.story_id is 'The story.';
comment on column marts.story_term.day is 'The representative''s day.';
comment on column marts.story_term.language is 'Its language, ISO 639-1; und where it is not known.';
comment on column marts.story_term.names is 'How many of the terms are names: they come first.';
comment on column marts.story_term.terms is 'Names as spelled, then rare words in lower case; each at most 80 characters.';
create index mart_story_term_day on marts.story_term (day);

create table marts.term_day (
  language text not null,
  term text not null,
  day date not null,
  kind text not null constraint mart_term_day_kind_known check (kind in ('name', 'word')),
  stories integer not null,
  constraint mart_term_day_pk primary key (language, term, day)
);
comment on table marts.term_day is 'Grain: one name or rare word on one day in one language, where at least two stories open with it. A story counts once, by its representative, on that article''s day.';
comment on column marts.term_day.language is 'ISO 639-1; und where it is not known.';
comment on column marts.term_day.term is 'A name as spelled, or a rare word in lower case; at most 80 characters.';
comment on column marts.term_day.day is 'The representative''s day.';
comment on column marts.term_day.kind is 'name or word.';
comment on column marts.term_day.stories is 'Stories whose representative has it in its first sentences.';
create index mart_term_day_day on marts.term_day (day);

create table marts.rising_term (
  day date not null,
  language text not null,
  rank integer not null,
  term text not null,
  kind text not null,
  stories integer not null,
  expected double precision not null,
  score double precision not null,
  past_days integer not null,
  constraint mart_rising_term_pk primary key (day, language, rank)
);
comment on table marts.rising_term is 'Grain: one of at most 100 terms of a day and language that stand in more stories than their past makes likely.';
comment on column marts.rising_term.day is 'The day.';
comment on column marts.rising_term.language is 'ISO 639-1; und where it is not known.';
comment on column marts.rising_term.rank is 'Counts from 1, the highest score first.';
comment on column marts.rising_term.term is 'The name as spelled, or the word in lower case.';
comment on column marts.rising_term.kind is 'name or word.';
comment on column marts.rising_term.stories is 'Stories of the day that open with it: forty reprints count once.';
comment on column marts.rising_term.expected is 'Stories to expect: its share of the stories of the 28 days before, times the day''s stories. Days on which only one story had it count as none.';
comment on column marts.rising_term.score is 'Log-likelihood ratio of stories against expected (at least 0.5) under a Poisson law; 11 is one chance in a thousand.';
comment on column marts.rising_term.past_days is 'How many of the 28 days before have stories in this language. With few of them a score says little.';
create index mart_rising_term_term on marts.rising_term (term, day);

create table marts.place (
  place text not null,
  country text not null,
  name text,
  kind text,
  geoname_id integer,
  latitude double precision,
  longitude double precision,
  constraint mart_place_pk primary key (place, country)
);
comment on table marts.place is 'Grain: one place of a dateline in one country, as looked up in GeoNames.';
comment on column marts.place.place is 'The place as datelines name it.';
comment on column marts.place.country is 'Its country, ISO 3166-1 alpha-2; empty where it is not known.';
comment on column marts.place.name is 'The name in GeoNames; null where it has no such place in that country.';
comment on column marts.place.kind is 'city, region or country; null where it is not found.';
comment on column marts.place.geoname_id is 'Identity in GeoNames; cities only.';
comment on column marts.place.latitude is 'Degrees north, WGS 84; cities only.';
comment on column marts.place.longitude is 'Degrees east, WGS 84; cities only.';

-- What one refresh looks at again. Unlogged: filled and emptied in one transaction, so that nobody ever sees a row.
create unlogged table marts.touched_article (
  article_id bigint constraint mart_touched_article_pk primary key
);
comment on table marts.touched_article is 'Grain: one article that a refresh looks at again. Empty but for the refresh itself.';
comment on column marts.touched_article.article_id is 'The article.';
create unlogged table marts.touched_story (
  story_id bigint constraint mart_touched_story_pk primary key
);
comment on table marts.touched_story is 'Grain: one story that a refresh makes again. Empty but for the refresh itself.';
comment on column marts.touched_story.story_id is 'The story.';
create unlogged table marts.touched_day (
  day date constraint mart_touched_day_pk primary key
);
comment on table marts.touched_day is 'Grain: one day that a refresh counts again. Empty but for the refresh itself.';
comment on column marts.touched_day.day is 'The day.';
create unlogged table marts.touched_report_day (
  day date constraint mart_touched_report_day_pk primary key
);
comment on table marts.touched_report_day is 'Grain: one day whose terms a refresh counts again. Empty but for the refresh itself.';
comment on column marts.touched_report_day.day is 'The day of a representative.';
create unlogged table marts.hidden_now (
  article_id bigint constraint mart_hidden_now_pk primary key
);
comment on table marts.hidden_now is 'Grain: one article that is hidden while a refresh goes on. Empty but for the refresh itself.';
comment on column marts.hidden_now.article_id is 'The article.';

-- The loader owns no tables, and the planner needs to know how much a refresh has to do.
create function ops.analyze_touched() returns void
language plpgsql
security definer
set search_path = pg_catalog
as $body$
begin
  analyze marts.touched_article, marts.touched_story, marts.touched_day, marts.touched_report_day, marts.hidden_now;
end
$body$;
comment on function ops.analyze_touched is 'Fresh planner statistics for what a refresh looks at again.';

create function ops.analyze_marts() returns void
language plpgsql
security definer
set search_path = pg_catalog
as $body$
begin
  analyze marts.article, marts.story, marts.volume, marts.story_term, marts.term_day;
end
$body$;
comment on function ops.analyze_marts is 'Fresh planner statistics for the large marts: a first refresh would plan for empty ones.';

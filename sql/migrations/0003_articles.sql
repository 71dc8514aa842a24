-- Articles, versions, contents, stories and links. What grows with the texts is partitioned by the month in which a row was first seen; what only names them is not.
create table news.content_key (
  content_sha256 bytea constraint content_key_pk primary key,
  content_id bigint generated always as identity constraint content_key_id_unique unique,
  month date not null
);
comment on table news.content_key is 'Grain: one text, whoever published it. Unpartitioned, so that a text is stored once for ever.';
comment on column news.content_key.content_sha256 is 'SHA-256 of the text after Unicode, white space and punctuation normalization.';
comment on column news.content_key.content_id is 'Identity of the text.';
comment on column news.content_key.month is 'First day of the month in which it was first seen: its partition in news.content.';

create table news.content (
  content_id bigint not null,
  month date not null,
  body text not null,
  word_count integer not null,
  first_seen_at timestamptz not null,
  constraint content_pk primary key (content_id, month)
) partition by range (month);
comment on table news.content is 'Grain: one text. schema.org: articleBody; ninjs: bodies.value.';
comment on column news.content.content_id is 'Identity of the text, from news.content_key.';
comment on column news.content.month is 'First day of the month in which it was first seen.';
comment on column news.content.body is 'The text as it first arrived, without headers, dateline and set-aside blocks; paragraphs separated by an empty line.';
comment on column news.content.word_count is 'Words in body. schema.org: wordCount.';
comment on column news.content.first_seen_at is 'When the text was first loaded.';

create table news.article (
  article_id bigint generated always as identity constraint article_pk primary key,
  source_id bigint not null constraint article_source_fk references news.source,
  uri text not null,
  uri_sha256 bytea not null,
  month date not null,
  outcome text not null
    constraint article_outcome_known check (outcome in ('original', 'copy', 'near_copy', 'rewrite')),
  matched_article_id bigint constraint article_matched_fk references news.article,
  similarity real,
  current_version integer not null,
  current_month date not null,
  first_run_id bigint not null constraint article_first_run_fk references ops.run,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  seen_count bigint not null,
  constraint article_identity unique (source_id, uri_sha256),
  constraint article_outcome_matched check ((outcome = 'original') = (matched_article_id is null))
);
comment on table news.article is 'Grain: one publication of a text by one source at one uri. schema.org: NewsArticle.';
comment on column news.article.article_id is 'Identity of the article; never changes.';
comment on column news.article.source_id is 'The source that delivered it.';
comment on column news.article.uri is 'Where it was published, else a urn made of source and file name. ninjs: uri.';
comment on column news.article.uri_sha256 is 'SHA-256 of uri: uris may be longer than an index entry.';
comment on column news.article.month is 'First day of the month in which the article was first seen.';
comment on column news.article.outcome is 'What its first record was: original, copy, near_copy or rewrite.';
comment on column news.article.matched_article_id is 'The article that it was found to repeat; null for an original.';
comment on column news.article.similarity is 'Score of that relation, 0 to 1; 1 for a copy.';
comment on column news.article.current_version is 'The version that analysts see.';
comment on column news.article.current_month is 'The partition of that version.';
comment on column news.article.first_run_id is 'The run that loaded it first.';
comment on column news.article.first_seen_at is 'When it was first loaded.';
comment on column news.article.last_seen_at is 'When a record last showed it.';
comment on column news.article.seen_count is 'How many records showed it, the first included.';
create index article_matched on news.article (matched_article_id) where matched_article_id is not null;
create index article_first_run on news.article (first_run_id);

create table news.version (
  article_id bigint not null constraint version_article_fk references news.article,
  version integer not null,
  month date not null,
  version_sha256 bytea not null,
  content_id bigint not null,
  content_month date not null,
  headline text,
  byline text[] not null,
  agency text,
  agency_role text constraint version_agency_role_known check (agency_role in ('origin', 'carrier', 'cited')),
  dateline_place text,
  dateline_country text,
  language text,
  published_on date,
  published_at timestamptz,
  published_precision text
    constraint version_published_precision_known check (published_precision in ('instant', 'day')),
  modified_at timestamptz,
  section text,
  keywords text[] not null,
  set_aside jsonb not null,
  evidence jsonb not null,
  format text not null,
  run_id bigint not null constraint version_run_fk references ops.run,
  file_id bigint not null constraint version_file_fk references ops.file,
  record_position integer not null,
  first_seen_at timestamptz not null,
  constraint version_pk primary key (article_id, version, month),
  constraint version_content_fk foreign key (content_id, content_month) references news.content (content_id, month),
  constraint version_published_known check ((published_precision is null) = (published_on is null)),
  constraint version_instant_known check ((published_precision is not distinct from 'instant') = (published_at is not null))
) partition by range (month);
comment on table news.version is 'Grain: one state of an article''s headers and text. Version 1 is the first seen; a correction makes a new one.';
comment on column news.version.article_id is 'The article.';
comment on column news.version.version is 'Counts from 1 in the order of arrival. ninjs: version.';
comment on column news.version.month is 'First day of the month in which the version was first seen.';
comment on column news.version.version_sha256 is 'SHA-256 of what a reader sees: headline, byline, day and text.';
comment on column news.version.content_id is 'The text.';
comment on column news.version.content_month is 'The text''s partition.';
comment on column news.version.headline is 'Headline; null where the record has none. schema.org: headline; ninjs: headlines.';
comment on column news.version.byline is 'Names of the people who wrote it, in order. ninjs: by; schema.org: author.';
comment on column news.version.agency is 'The agency that wrote or carried it; cited ones are in news.version_agency.';
comment on column news.version.agency_role is 'origin (wrote it) or carrier (published it).';
comment on column news.version.dateline_place is 'Place of the dateline. schema.org: dateline, locationCreated.';
comment on column news.version.dateline_country is 'Its country, ISO 3166-1 alpha-2.';
comment on column news.version.language is 'ISO 639-1. schema.org: inLanguage.';
comment on column news.version.published_on is 'Day of publication in the zone of the place or the publisher.';
comment on column news.version.published_at is 'Instant of publication; null unless time and zone are known. schema.org: datePublished; ninjs: firstCreated.';
comment on column news.version.published_precision is 'instant or day; null where neither is known.';
comment on column news.version.modified_at is 'Instant of last change as the publisher tells it. schema.org: dateModified; ninjs: versionCreated.';
comment on column news.version.section is 'Section of the publication. schema.org: articleSection.';
comment on column news.version.keywords is 'Keywords as given. schema.org: keywords.';
comment on column news.version.set_aside is 'Blocks that stood in the record and are not body text: kind, text, where.';
comment on column news.version.evidence is 'Per field: the raw text, where it stood, which rule read it, how sure it is, and the other candidates.';
comment on column news.version.format is 'Format of the record.';
comment on column news.version.run_id is 'The run that loaded it.';
comment on column news.version.file_id is 'The file it came in.';
comment on column news.version.record_position is 'Its place in the file, from 0.';
comment on column news.version.first_seen_at is 'When the version was loaded.';
create index version_content on news.version (content_id);
create index version_run on news.version (run_id, file_id);
create index version_file on news.version (file_id);
create index version_published_on on news.version (published_on);

create table news.agency (
  agency_id bigint generated always as identity constraint agency_pk primary key,
  name text not null constraint agency_name_unique unique
);
comment on table news.agency is 'Grain: one news agency or carrier that an article names.';
comment on column news.agency.agency_id is 'Identity of the agency.';
comment on column news.agency.name is 'Its name, as our list of agencies has it, else as found.';

create table news.version_agency (
  article_id bigint not null,
  version integer not null,
  month date not null,
  agency_id bigint not null constraint version_agency_agency_fk references news.agency,
  role text not null constraint version_agency_role_named check (role in ('origin', 'carrier', 'cited')),
  raw text not null,
  constraint version_agency_pk primary key (article_id, version, month, agency_id, role),
  constraint version_agency_version_fk foreign key (article_id, version, month)
    references news.version (article_id, version, month) on delete cascade
) partition by range (month);
comment on table news.version_agency is 'Grain: one agency in one role in one version.';
comment on column news.version_agency.article_id is 'The article.';
comment on column news.version_agency.version is 'The version.';
comment on column news.version_agency.month is 'The version''s partition.';
comment on column news.version_agency.agency_id is 'The agency.';
comment on column news.version_agency.role is 'origin (wrote it), carrier (published it), cited (named in the text).';
comment on column news.version_agency.raw is 'The words that named it.';

create table news.date_candidate (
  article_id bigint not null,
  version integer not null,
  month date not null,
  ordinal integer not null,
  field text not null,
  value text not null,
  raw text not null,
  location text not null,
  rule text not null,
  confidence real not null,
  chosen boolean not null,
  constraint date_candidate_pk primary key (article_id, version, month, ordinal),
  constraint date_candidate_version_fk foreign key (article_id, version, month)
    references news.version (article_id, version, month) on delete cascade
) partition by range (month);
comment on table news.date_candidate is 'Grain: one reading of a date that was considered for a version, whether it won or not.';
comment on column news.date_candidate.article_id is 'The article.';
comment on column news.date_candidate.version is 'The version.';
comment on column news.date_candidate.month is 'The version''s partition.';
comment on column news.date_candidate.ordinal is 'Counts the version''s candidates from 1.';
comment on column news.date_candidate.field is 'published_on, published_at or modified_at.';
comment on column news.date_candidate.value is 'The reading, ISO 8601; empty where it could not be read.';
comment on column news.date_candidate.raw is 'The words it was read from.';
comment on column news.date_candidate.location is 'Where they stood.';
comment on column news.date_candidate.rule is 'The rule that read them.';
comment on column news.date_candidate.confidence is 'How sure that reading is, 0 to 1.';
comment on column news.date_candidate.chosen is 'Whether it became the field''s value.';

create table news.story (
  story_id bigint generated always as identity constraint story_pk primary key,
  representative_article_id bigint,
  merged_into_story_id bigint constraint story_merged_fk references news.story,
  merged_at timestamptz,
  run_id bigint not null constraint story_run_fk references ops.run,
  created_at timestamptz not null
);
comment on table news.story is 'Grain: one report, carried by one or more articles. A story merged into an older one stays as a redirect.';
comment on column news.story.story_id is 'Identity of the story; never reused.';
comment on column news.story.representative_article_id is 'Its earliest published article (ties: longest text, then smallest id).';
comment on column news.story.merged_into_story_id is 'The older story that it was merged into; null while it stands.';
comment on column news.story.merged_at is 'When it was merged.';
comment on column news.story.run_id is 'The run that made it.';
comment on column news.story.created_at is 'When it was made.';

create index story_run on news.story (run_id);

create table news.membership (
  article_id bigint not null constraint membership_article_fk references news.article,
  story_id bigint not null constraint membership_story_fk references news.story,
  valid_from timestamptz not null,
  valid_to timestamptz,
  run_id bigint not null constraint membership_run_fk references ops.run,
  constraint membership_pk primary key (article_id, valid_from)
);
comment on table news.membership is 'Grain: one article in one story over a stretch of time. Each article is in exactly one story at a time.';
comment on column news.membership.article_id is 'The article.';
comment on column news.membership.story_id is 'The story.';
comment on column news.membership.valid_from is 'Since when it was held to belong there.';
comment on column news.membership.valid_to is 'Until when; null while it holds.';
comment on column news.membership.run_id is 'The run that decided it.';
create unique index membership_current on news.membership (article_id) where valid_to is null;
create index membership_run on news.membership (run_id);
create index membership_story on news.membership (story_id) where valid_to is null;

create table news.link (
  link_id bigint generated always as identity constraint link_pk primary key,
  article_id bigint not null constraint link_article_fk references news.article,
  matched_article_id bigint not null constraint link_matched_fk references news.article,
  relation text not null constraint link_relation_known check (relation in ('copy', 'near_copy', 'rewrite')),
  score real not null,
  method text not null,
  evidence jsonb not null,
  decided_by text not null,
  run_id bigint not null constraint link_run_fk references ops.run,
  valid_from timestamptz not null,
  valid_to timestamptz,
  constraint link_not_self check (article_id <> matched_article_id)
);
comment on table news.link is 'Grain: one relation found between two articles. Stories are the connected groups of the links that hold.';
comment on column news.link.link_id is 'Identity of the link.';
comment on column news.link.article_id is 'The article that came later.';
comment on column news.link.matched_article_id is 'The article that it repeats.';
comment on column news.link.relation is 'copy, near_copy or rewrite.';
comment on column news.link.score is 'How sure the relation is, 0 to 1; 1 for a copy.';
comment on column news.link.method is 'Version of the method that found it.';
comment on column news.link.evidence is 'What a person needs to see why: matching sentences, shared names and numbers, feature values.';
comment on column news.link.decided_by is 'method, or the operator who decided.';
comment on column news.link.run_id is 'The run that found it.';
comment on column news.link.valid_from is 'Since when it holds.';
comment on column news.link.valid_to is 'Until when; null while it holds.';
create unique index link_current on news.link (article_id, matched_article_id) where valid_to is null;
create index link_run on news.link (run_id);
create index link_matched on news.link (matched_article_id);

create table news.term (
  term text not null,
  day date not null,
  content_id bigint not null,
  weight smallint not null,
  constraint term_pk primary key (term, day, content_id) include (weight)
);
comment on table news.term is 'Grain: one of the heaviest terms of a text, on a day on which the text was published. Finds the few texts worth comparing.';
comment on column news.term.term is 'The term, normalized.';
comment on column news.term.day is 'Day of publication; the day of fetching where that is not known.';
comment on column news.term.content_id is 'The text.';
comment on column news.term.weight is 'Weight of the term in the text in ten-thousandths, from word statistics that belong to the method. Integers, so that sums do not depend on their order.';

create table news.content_appearance (
  content_id bigint not null,
  day date not null,
  publisher text not null,
  article_id bigint not null constraint content_appearance_article_fk references news.article,
  constraint content_appearance_pk primary key (content_id, day, publisher)
);
comment on table news.content_appearance is 'Grain: one day on which a publisher carried a text. Its terms are in news.term under the same day.';
comment on column news.content_appearance.content_id is 'The text.';
comment on column news.content_appearance.day is 'Day of publication; the day of fetching where that is not known.';
comment on column news.content_appearance.publisher is 'Who published it: the carrier that the article names, else its source; empty where neither is known.';
comment on column news.content_appearance.article_id is 'The first article with that text, day and publisher: the one that links name.';

-- Partitions are made by the owner's function, so that the loader needs no right to create tables.
create function ops.create_month_partitions(first_day date) returns void
language plpgsql
security definer
set search_path = pg_catalog
as $body$
declare
  parent text;
  start_day date := pg_catalog.date_trunc('month', first_day)::date;
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('newsfold.partitions'));
  foreach parent in array array['content', 'version', 'version_agency', 'date_candidate'] loop
    if pg_catalog.to_regclass(pg_catalog.format('news.%I', parent || to_char(start_day, '_YYYY_MM'))) is null then
      execute pg_catalog.format(
        'create table news.%I partition of news.%I for values from (%L) to (%L)',
        parent || to_char(start_day, '_YYYY_MM'), parent, start_day, (start_day + interval '1 month')::date
      );
    end if;
  end loop;
end
$body$;
comment on function ops.create_month_partitions is 'Makes the partitions of the month that first_day is in, where they do not exist yet.';

-- lz4 where the server was built with it: the embedded one was not.
do $body$
begin
  alter table news.content alter column body set compression lz4;
  alter table news.version alter column evidence set compression lz4;
  alter table news.link alter column evidence set compression lz4;
exception when feature_not_supported then
  raise notice 'this server has no lz4: texts are stored with pglz';
end
$body$;

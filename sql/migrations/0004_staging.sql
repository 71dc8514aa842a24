-- One run's records between normalize and load. Logged tables: a crash of the server must not empty them unseen.
create table staging.file (
  run_id bigint not null,
  file_id bigint not null,
  batch integer not null,
  format text,
  found integer not null,
  constraint staging_file_pk primary key (run_id, file_id)
);
comment on table staging.file is 'Grain: one file that normalize has read in a run, with the number of records found in it.';
comment on column staging.file.run_id is 'The run.';
comment on column staging.file.file_id is 'The file.';
comment on column staging.file.batch is 'The batch.';
comment on column staging.file.format is 'Format that the reader recognized.';
comment on column staging.file.found is 'Records found.';

create table staging.article (
  run_id bigint not null,
  file_id bigint not null,
  record_position integer not null,
  batch integer not null,
  source_id bigint not null,
  uri text not null,
  uri_sha256 bytea not null,
  version_sha256 bytea not null,
  content_sha256 bytea not null,
  day date not null,
  publisher text not null,
  headline text,
  byline text[] not null,
  agency text,
  agency_role text,
  agencies jsonb not null,
  dateline_place text,
  dateline_country text,
  language text,
  published_on date,
  published_at timestamptz,
  published_precision text,
  modified_at timestamptz,
  section text,
  keywords text[] not null,
  set_aside jsonb not null,
  evidence jsonb not null,
  date_candidates jsonb not null,
  format text not null,
  body text not null,
  word_count integer not null,
  terms text[] not null,
  weights smallint[] not null,
  constraint staging_article_pk primary key (run_id, file_id, record_position)
);
comment on table staging.article is 'Grain: one normalized record of a run, on its way to news.version.';

create table staging.rejection (
  run_id bigint not null,
  file_id bigint not null,
  record_position integer not null,
  batch integer not null,
  reason_code text not null,
  detail text not null,
  format text,
  byte_offset bigint,
  constraint staging_rejection_pk primary key (run_id, file_id, record_position)
);
comment on table staging.rejection is 'Grain: one refused record of a run, on its way to ops.rejected_record.';

create table staging.outcome (
  run_id bigint not null,
  file_id bigint not null,
  record_position integer not null,
  arrival integer not null,
  outcome text not null,
  article_id bigint,
  version integer,
  is_current boolean not null default false,
  matched_article_id bigint,
  matched_arrival integer,
  score real,
  story_group integer,
  constraint staging_outcome_pk primary key (run_id, file_id, record_position),
  constraint staging_outcome_arrival unique (run_id, arrival)
);
comment on table staging.outcome is 'Grain: one normalized record of a run and what becomes of it. arrival orders the run''s records; matched_* names the article it repeats, stored or of this run.';

create table staging.link (
  run_id bigint not null,
  article_id bigint,
  arrival integer,
  matched_article_id bigint,
  matched_arrival integer,
  relation text not null,
  score real not null,
  evidence jsonb not null
);
comment on table staging.link is 'Grain: one relation found in a run. Each end is a stored article or one of this run, by its arrival.';
create index staging_link_run on staging.link (run_id);

create table staging.story_group (
  run_id bigint not null,
  story_group integer not null,
  story_id bigint,
  constraint staging_story_group_pk primary key (run_id, story_group)
);
comment on table staging.story_group is 'Grain: one group of a run''s articles that are one story; story_id where that story is stored already.';

create table staging.story_merge (
  run_id bigint not null,
  story_id bigint not null,
  merged_into_story_id bigint not null,
  constraint staging_story_merge_pk primary key (run_id, story_id)
);
comment on table staging.story_merge is 'Grain: one stored story that a run found to be the same as an older one.';

-- Staging is filled and emptied in one go: the planner must see it as it is now. The loader does not own the tables.
create function ops.analyze_staging() returns void
language plpgsql
security definer
set search_path = pg_catalog
as $body$
begin
  analyze staging.file;
  analyze staging.article;
  analyze staging.rejection;
  analyze staging.outcome;
  analyze staging.link;
  analyze staging.story_group;
  analyze staging.story_merge;
end
$body$;
comment on function ops.analyze_staging is 'Fresh planner statistics for the staging tables.';

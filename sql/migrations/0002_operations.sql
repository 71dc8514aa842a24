-- Runs, files and the ledger.
create table news.source (
  source_id bigint generated always as identity constraint source_pk primary key,
  slug text not null constraint source_slug_unique unique,
  name text not null,
  country text,
  language text,
  time_zone text,
  created_at timestamptz not null
);
comment on table news.source is 'Grain: one entry of sources.toml that has delivered a file, or one --source of the command.';
comment on column news.source.source_id is 'Identity of the source.';
comment on column news.source.slug is 'The key of the entry in sources.toml.';
comment on column news.source.name is 'The name that people read.';
comment on column news.source.country is 'ISO 3166-1 alpha-2, as declared.';
comment on column news.source.language is 'ISO 639-1, as declared.';
comment on column news.source.time_zone is 'IANA time zone, as declared.';
comment on column news.source.created_at is 'When the source was first used.';

create table ops.run (
  run_id bigint generated always as identity constraint run_pk primary key,
  run_key text not null constraint run_key_unique unique,
  trigger text not null constraint run_trigger_known check (trigger in ('airflow', 'command', 'replay')),
  day date,
  dry_run boolean not null,
  state text not null
    constraint run_state_known check (state in ('started', 'loaded', 'checked', 'published', 'failed', 'rehearsed')),
  started_at timestamptz not null,
  loaded_at timestamptz,
  finished_at timestamptz,
  load_number bigint constraint run_load_number_unique unique,
  deduplicated_at_load bigint,
  method text,
  report jsonb
);
comment on table ops.run is 'Grain: one run of the pipeline, by Airflow or by the command.';
comment on column ops.run.run_id is 'Identity of the run.';
comment on column ops.run.run_key is 'The name that the caller gave: Airflow''s DAG and run id, or the command''s own. Re-running it is the same run.';
comment on column ops.run.trigger is 'Who started it: airflow, command or replay.';
comment on column ops.run.day is 'The day that the run was scheduled for; null where a person started it without one.';
comment on column ops.run.dry_run is 'A rehearsal: everything was computed, nothing was loaded.';
comment on column ops.run.state is 'started, loaded, checked, published; failed where a check failed; rehearsed after a dry run.';
comment on column ops.run.started_at is 'When the run first began.';
comment on column ops.run.loaded_at is 'When its load last committed.';
comment on column ops.run.finished_at is 'When it was published, rehearsed or failed.';
comment on column ops.run.load_number is 'The place of its last load in the order of all loads.';
comment on column ops.run.deduplicated_at_load is 'The last load that its deduplication has seen. Where another came between, load deduplicates again.';
comment on column ops.run.method is 'Version of the deduplication method that was used.';
comment on column ops.run.report is 'The run report, as printed by `newsfold report`.';

create table ops.file (
  file_id bigint generated always as identity constraint file_pk primary key,
  source_id bigint not null constraint file_source_fk references news.source,
  name text not null,
  name_sha256 bytea not null,
  uri text not null,
  sha256 bytea not null,
  size bigint not null,
  modified_at timestamptz,
  fetched_at timestamptz not null,
  last_seen_at timestamptz not null,
  loaded_at timestamptz,
  constraint file_once unique (source_id, name_sha256, sha256)
);
comment on table ops.file is 'Grain: certain bytes delivered by a source under a name. The bytes are in the raw store under their SHA-256.';
comment on column ops.file.file_id is 'Identity of the file.';
comment on column ops.file.source_id is 'The source that delivered it.';
comment on column ops.file.name is 'Path below the source''s location.';
comment on column ops.file.name_sha256 is 'SHA-256 of the name: names may be longer than an index entry.';
comment on column ops.file.uri is 'Full address at the time of fetching.';
comment on column ops.file.sha256 is 'SHA-256 of the bytes: their key in the raw store.';
comment on column ops.file.size is 'Bytes.';
comment on column ops.file.modified_at is 'Time of last change, as the source tells it. With name and size it tells a known file without reading it.';
comment on column ops.file.fetched_at is 'When the bytes first arrived. Relative dates are read against it.';
comment on column ops.file.last_seen_at is 'When a fetch last found it unchanged.';
comment on column ops.file.loaded_at is 'When a load first took in its records; null while that is due.';
create index file_due on ops.file (source_id) where loaded_at is null;

create table ops.run_file (
  run_id bigint not null constraint run_file_run_fk references ops.run,
  file_id bigint not null constraint run_file_file_fk references ops.file,
  batch integer not null,
  format text,
  found integer,
  original integer not null default 0,
  copy integer not null default 0,
  near_copy integer not null default 0,
  rewrite integer not null default 0,
  version integer not null default 0,
  unchanged integer not null default 0,
  quarantined integer not null default 0,
  loaded_at timestamptz,
  constraint run_file_pk primary key (run_id, file_id)
);
comment on table ops.run_file is 'Grain: one file in one run: the ledger''s rows.';
comment on column ops.run_file.run_id is 'The run.';
comment on column ops.run_file.file_id is 'The file.';
comment on column ops.run_file.batch is 'The batch of the normalize step that reads it.';
comment on column ops.run_file.format is 'Format that the reader recognized.';
comment on column ops.run_file.found is 'Records that the reader found, counted by normalize before any of them was judged. Null until the load.';
comment on column ops.run_file.original is 'Records that became the first article of a story.';
comment on column ops.run_file.copy is 'Records with the same text as an article of another source or uri.';
comment on column ops.run_file.near_copy is 'Records with the same text but for small edits, cuts or additions.';
comment on column ops.run_file.rewrite is 'Records that carry a known report in other words.';
comment on column ops.run_file.version is 'Records that changed a known article.';
comment on column ops.run_file.unchanged is 'Records that showed a known article again.';
comment on column ops.run_file.quarantined is 'Records that could not be read or broke a rule.';
comment on column ops.run_file.loaded_at is 'When its outcomes were loaded; null while that is due.';
create index run_file_file on ops.run_file (file_id);

create table ops.reason (
  reason_code text constraint reason_pk primary key,
  description text not null
);
comment on table ops.reason is 'Grain: one reason code of the quarantine. Filled by migrate from newsfold/reasons.py.';
comment on column ops.reason.reason_code is 'The code.';
comment on column ops.reason.description is 'What it means.';

create table ops.rejected_record (
  rejected_record_id bigint generated always as identity constraint rejected_record_pk primary key,
  file_id bigint not null constraint rejected_record_file_fk references ops.file,
  record_position integer not null,
  reason_code text not null constraint rejected_record_reason_fk references ops.reason,
  detail text not null,
  format text,
  byte_offset bigint,
  first_run_id bigint not null constraint rejected_record_first_run_fk references ops.run,
  last_run_id bigint not null constraint rejected_record_last_run_fk references ops.run,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  resolved_at timestamptz,
  constraint rejected_record_once unique (file_id, record_position, reason_code)
);
comment on table ops.rejected_record is 'Grain: one record of one file, refused for one reason. Seen by operators as ops.quarantine.';
comment on column ops.rejected_record.rejected_record_id is 'Identity of the refusal.';
comment on column ops.rejected_record.file_id is 'The file: its bytes are kept in the raw store.';
comment on column ops.rejected_record.record_position is 'The record''s place in the file, from 0.';
comment on column ops.rejected_record.reason_code is 'Why it was refused.';
comment on column ops.rejected_record.detail is 'What exactly was wrong.';
comment on column ops.rejected_record.format is 'Format that the reader recognized.';
comment on column ops.rejected_record.byte_offset is 'Where in the file the record begins, where known.';
comment on column ops.rejected_record.first_run_id is 'The run that refused it first.';
comment on column ops.rejected_record.last_run_id is 'The run that refused it last.';
comment on column ops.rejected_record.first_seen_at is 'When it was refused first.';
comment on column ops.rejected_record.last_seen_at is 'When it was refused last.';
comment on column ops.rejected_record.resolved_at is 'When a later run read the record without trouble.';
create index rejected_record_last_run on ops.rejected_record (last_run_id);
create index rejected_record_open on ops.rejected_record (reason_code) where resolved_at is null;

create table ops.check_result (
  run_id bigint not null constraint check_result_run_fk references ops.run,
  check_name text not null,
  severity text not null constraint check_result_severity_known check (severity in ('fail', 'warn')),
  broken_rows bigint not null,
  sample jsonb not null,
  checked_at timestamptz not null,
  constraint check_result_pk primary key (run_id, check_name)
);
comment on table ops.check_result is 'Grain: one check of one run. A check is a query in sql/checks that returns the rows that break its rule.';
comment on column ops.check_result.run_id is 'The run.';
comment on column ops.check_result.check_name is 'Name of the file in sql/checks.';
comment on column ops.check_result.severity is 'fail stops the run before publish; warn is reported.';
comment on column ops.check_result.broken_rows is 'How many rows broke the rule; 0 is a pass.';
comment on column ops.check_result.sample is 'The first of those rows.';
comment on column ops.check_result.checked_at is 'When the check ran.';

create table ops.source_failure (
  run_id bigint not null constraint source_failure_run_fk references ops.run,
  slug text not null,
  detail text not null,
  failed_at timestamptz not null,
  constraint source_failure_pk primary key (run_id, slug)
);
comment on table ops.source_failure is 'Grain: one source that a run could not read.';
comment on column ops.source_failure.run_id is 'The run.';
comment on column ops.source_failure.slug is 'The source, as sources.toml calls it.';
comment on column ops.source_failure.detail is 'What was wrong.';
comment on column ops.source_failure.failed_at is 'When it was tried.';

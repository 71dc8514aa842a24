-- What each source delivered in each run, so that later runs know what to expect; gates that wait for a person; public holidays.
create table ops.run_source (
  run_id bigint not null constraint run_source_run_fk references ops.run,
  source_id bigint not null constraint run_source_source_fk references news.source,
  day date not null,
  is_asked boolean not null default false,
  failure_class text,
  files bigint not null default 0,
  bytes bigint not null default 0,
  records bigint,
  quarantined bigint,
  constraint run_source_pk primary key (run_id, source_id)
);
comment on table ops.run_source is 'Grain: one source in one run: what it delivered that no earlier run had. What is expected of it is learned from these rows.';
comment on column ops.run_source.run_id is 'The run.';
comment on column ops.run_source.source_id is 'The source.';
comment on column ops.run_source.day is 'The run''s day: the one it was scheduled for, else the one (UTC) it began on.';
comment on column ops.run_source.is_asked is 'Whether the run asked the source for all that is new; false where it is paused, or where a person named certain files.';
comment on column ops.run_source.failure_class is 'Why it could not be fetched, or not wholly, as in ops.source_failure; null where it could.';
comment on column ops.run_source.files is 'Files that this run was the first to hold; a rehearsal does not count as one that holds them.';
comment on column ops.run_source.bytes is 'Their bytes.';
comment on column ops.run_source.records is 'Records found in them; null until they are read.';
comment on column ops.run_source.quarantined is 'How many of these records were refused; null until they are judged.';
create index run_source_source on ops.run_source (source_id, run_id);
create index run_source_day on ops.run_source (source_id, day);
create index file_fetched on ops.file (source_id, fetched_at);

insert into ops.run_source (run_id, source_id, day, is_asked, files, bytes, records, quarantined)
select
  run.run_id, file.source_id, coalesce(run.day, (run.started_at at time zone 'UTC')::date), true, count(*), sum(file.size), sum(run_file.found), sum(run_file.quarantined)
from ops.run_file
join ops.run using (run_id)
join ops.file using (file_id)
where not run.dry_run
  and run.trigger in ('airflow', 'command')
  and not exists (
    select from ops.run_file as earlier
    join ops.run as earlier_run on earlier_run.run_id = earlier.run_id and not earlier_run.dry_run
    where earlier.file_id = run_file.file_id and earlier.run_id < run_file.run_id
  )
group by run.run_id, file.source_id;

create table ops.holiday (
  country text not null,
  day date not null,
  name text not null,
  constraint holiday_pk primary key (country, day)
);
comment on table ops.holiday is 'Grain: one public holiday of one country that a run fell on: few files then raise no alarm, and teach nothing.';
comment on column ops.holiday.country is 'ISO 3166-1 alpha-2.';
comment on column ops.holiday.day is 'The day.';
comment on column ops.holiday.name is 'What it is called there.';

create table ops.gate (
  run_id bigint constraint gate_pk primary key constraint gate_run_fk references ops.run,
  asked_at timestamptz not null,
  reasons jsonb not null,
  choice text constraint gate_choice_known check (choice in ('load', 'hold')),
  decided_by text,
  decided_at timestamptz
);
comment on table ops.gate is 'Grain: one run that waited, or waits, for a person before its load, as it was far outside of what was expected.';
comment on column ops.gate.run_id is 'The run.';
comment on column ops.gate.asked_at is 'When the question was asked.';
comment on column ops.gate.reasons is 'Why: a list of sentences.';
comment on column ops.gate.choice is 'load or hold; null while it waits. A run that is held loads nothing: the next one takes over its files.';
comment on column ops.gate.decided_by is 'Who chose; "nobody in time" where the declared default was taken.';
comment on column ops.gate.decided_at is 'When.';

alter table ops.run
  drop constraint run_state_known,
  add constraint run_state_known check (
    state in ('started', 'waiting', 'held', 'loaded', 'checked', 'published', 'failed', 'rehearsed')
  );
comment on column ops.run.state is 'started, loaded, checked, published; waiting for a person before the load, held where nothing was loaded then; failed where a check failed; rehearsed after a dry run.';

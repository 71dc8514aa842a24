-- What the operators' pages need to answer at once: the ledger's sums by run, and how long batches took.
create table ops.run_tally (
  run_id bigint not null constraint run_tally_run_fk references ops.run,
  source_id bigint not null constraint run_tally_source_fk references news.source,
  format text not null,
  files bigint not null,
  found bigint not null,
  original bigint not null,
  copy bigint not null,
  near_copy bigint not null,
  rewrite bigint not null,
  version bigint not null,
  unchanged bigint not null,
  quarantined bigint not null,
  constraint run_tally_pk primary key (run_id, source_id, format)
);
comment on table ops.run_tally is 'Grain: one source and format in one loaded run: the sums of its rows in ops.run_file.';
comment on column ops.run_tally.run_id is 'The run.';
comment on column ops.run_tally.source_id is 'The source.';
comment on column ops.run_tally.format is 'Format that the reader recognized; empty where none was.';
comment on column ops.run_tally.files is 'Files.';
comment on column ops.run_tally.found is 'Records found.';
comment on column ops.run_tally.original is 'As in ops.run_file.';
comment on column ops.run_tally.copy is 'As in ops.run_file.';
comment on column ops.run_tally.near_copy is 'As in ops.run_file.';
comment on column ops.run_tally.rewrite is 'As in ops.run_file.';
comment on column ops.run_tally.version is 'As in ops.run_file.';
comment on column ops.run_tally.unchanged is 'As in ops.run_file.';
comment on column ops.run_tally.quarantined is 'As in ops.run_file.';
create index run_tally_source on ops.run_tally (source_id, run_id);

insert into ops.run_tally (
  run_id, source_id, format, files, found, original, copy, near_copy, rewrite, version, unchanged, quarantined
)
select
  run_file.run_id, file.source_id, coalesce(run_file.format, ''), count(*), coalesce(sum(run_file.found), 0),
  sum(run_file.original), sum(run_file.copy), sum(run_file.near_copy), sum(run_file.rewrite), sum(run_file.version),
  sum(run_file.unchanged), sum(run_file.quarantined)
from ops.run_file
join ops.file using (file_id)
join ops.run on run.run_id = run_file.run_id and run.loaded_at is not null
group by run_file.run_id, file.source_id, coalesce(run_file.format, '');

create table ops.run_batch (
  run_id bigint not null constraint run_batch_run_fk references ops.run,
  batch integer not null,
  files integer not null,
  records integer not null,
  seconds real not null,
  finished_at timestamptz not null,
  constraint run_batch_pk primary key (run_id, batch)
);
comment on table ops.run_batch is 'Grain: one batch of files that the normalize step has read, and how long that took.';
comment on column ops.run_batch.run_id is 'The run.';
comment on column ops.run_batch.batch is 'The batch, as in ops.run_file.';
comment on column ops.run_batch.files is 'Files that were read.';
comment on column ops.run_batch.records is 'Records found in them.';
comment on column ops.run_batch.seconds is 'Time from the first file to the last row of staging; of the last try.';
comment on column ops.run_batch.finished_at is 'When it was done.';

-- Files that don't balance are few or none: the pages look for them each time.
create index run_file_unbalanced on ops.run_file (run_id)
  where not coalesce(
    found = original + copy + near_copy + rewrite + version + unchanged + quarantined and found > 0, false
  );
create index rejected_record_first_run on ops.rejected_record (first_run_id);
create index rejected_record_resolved on ops.rejected_record (resolved_at) where resolved_at is not null;
create index decision_source_act on ops.decision (slug, decided_at) where slug is not null;

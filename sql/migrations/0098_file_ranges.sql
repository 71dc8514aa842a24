-- A large file is read in ranges, each by a batch of its own. Records are numbered through the whole file once all ranges are staged.
create table ops.run_range (
  run_id bigint not null,
  file_id bigint not null,
  range_number integer not null constraint run_range_number_positive check (range_number > 0),
  batch integer not null,
  start_at bigint not null,
  end_at bigint not null,
  packed_at bigint not null,
  unpacked_at bigint not null,
  position_from integer not null,
  constraint run_range_pk primary key (run_id, file_id, range_number),
  constraint run_range_run_file_fk foreign key (run_id, file_id) references ops.run_file on delete cascade,
  constraint run_range_not_empty check (start_at < end_at)
);
comment on table ops.run_range is 'Grain: one range of a large file in one run, which one batch reads. Its records are those that begin in it.';
comment on column ops.run_range.run_id is 'The run.';
comment on column ops.run_range.file_id is 'The file.';
comment on column ops.run_range.range_number is 'Its place among the ranges of the file, from 1.';
comment on column ops.run_range.batch is 'The batch of the normalize step that reads it.';
comment on column ops.run_range.start_at is 'The byte at which it begins; in a compressed file, of what comes out.';
comment on column ops.run_range.end_at is 'The byte behind it, counted likewise.';
comment on column ops.run_range.packed_at is 'The byte of a compressed file at which unpacking begins for this range; 0 in others.';
comment on column ops.run_range.unpacked_at is 'The byte of what comes out that stands there; what comes before start_at is passed over.';
comment on column ops.run_range.position_from is 'What its first record is numbered by in staging, until it is known how many records stand in front of it.';
create index run_range_batch on ops.run_range (run_id, batch);

create table staging.file_range (
  run_id bigint not null,
  file_id bigint not null,
  range_number integer not null,
  batch integer not null,
  format text,
  found integer not null,
  method text not null,
  numbered_from integer not null,
  constraint staging_file_range_pk primary key (run_id, file_id, range_number)
);
comment on table staging.file_range is 'Grain: one range of a large file that normalize has read in a run. staging.file has the file once all its ranges are here.';
comment on column staging.file_range.run_id is 'The run.';
comment on column staging.file_range.file_id is 'The file.';
comment on column staging.file_range.range_number is 'As in ops.run_range.';
comment on column staging.file_range.batch is 'The batch that read it.';
comment on column staging.file_range.format is 'Format that the reader recognized.';
comment on column staging.file_range.found is 'Records found in the range.';
comment on column staging.file_range.method is 'The method that its texts were read by.';
comment on column staging.file_range.numbered_from is 'The number that its first record has in staging now.';

-- A reader that dies in a range is known by the bytes that it was at.
alter table ops.reading add column start_at bigint not null default 0, add column end_at bigint not null default 0;
comment on column ops.reading.start_at is 'The first of the bytes that are read now of a file that is read in ranges; 0 of others.';
comment on column ops.reading.end_at is 'The byte behind them; 0 where a file is read whole.';
alter table ops.reader_death
  add column start_at bigint not null default 0,
  add column end_at bigint not null default 0,
  drop constraint reader_death_pk,
  add constraint reader_death_pk primary key (file_id, start_at, end_at);
comment on table ops.reader_death is 'Grain: one place, a file or some bytes of a large one, that is still due and at which a process that read it died. What killed its readers twice is quarantined, unread, as reader_died.';
comment on column ops.reader_death.start_at is 'The first of the bytes that were read; 0 of a file that is read whole.';
comment on column ops.reader_death.end_at is 'The byte behind them; 0 of a file that is read whole.';

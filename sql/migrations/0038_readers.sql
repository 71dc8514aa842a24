-- A file may kill the process that reads it. What is being read is noted before it is read, so that whoever is left knows.
create table ops.reading (
  run_id bigint not null constraint reading_run_fk references ops.run,
  batch integer not null,
  file_id bigint constraint reading_file_fk references ops.file,
  backend_pid integer not null,
  backend_start timestamptz,
  began_at timestamptz not null,
  constraint reading_pk primary key (run_id, batch)
);
comment on table ops.reading is 'Grain: one batch of a run that is being read. A row whose connection is gone is left of a reader that was killed.';
comment on column ops.reading.run_id is 'The run.';
comment on column ops.reading.batch is 'The batch of the normalize step.';
comment on column ops.reading.file_id is 'The file that is read now; null before the first one and behind the last one.';
comment on column ops.reading.backend_pid is 'Process of the server that serves whoever has the batch read.';
comment on column ops.reading.backend_start is 'When that process began; with its number it tells whether that connection is still there.';
comment on column ops.reading.began_at is 'When the reading of the batch began.';

create table ops.reader_death (
  file_id bigint constraint reader_death_pk primary key constraint reader_death_file_fk references ops.file,
  deaths integer not null,
  detail text not null,
  last_run_id bigint not null constraint reader_death_run_fk references ops.run,
  last_at timestamptz not null
);
comment on table ops.reader_death is 'Grain: one file that is still due, at which a process that read it died. After the second death it is quarantined, unread, as reader_died.';
comment on column ops.reader_death.file_id is 'The file.';
comment on column ops.reader_death.deaths is 'How often a reader died at it, since it was last loaded.';
comment on column ops.reader_death.detail is 'How the last one died.';
comment on column ops.reader_death.last_run_id is 'The run that it died in.';
comment on column ops.reader_death.last_at is 'When it died.';

-- A run that was rejected keeps its files out until somebody releases or discards them; a run that is late is told once.
alter table ops.file
  add column held_run_id bigint constraint file_held_run_fk references ops.run,
  add column discarded_at timestamptz;
comment on column ops.file.held_run_id is 'The run that was rejected at its gate with this file: no later run takes it, until it is released (null again).';
comment on column ops.file.discarded_at is 'When a person discarded what was rejected: no run takes it over. Its bytes stay as long as those of others.';
create index file_held on ops.file (held_run_id) where held_run_id is not null;

alter table ops.gate
  add column settled text constraint gate_settled_known check (settled in ('released', 'discarded')),
  add column settled_by text,
  add column settled_at timestamptz;
comment on column ops.gate.settled is 'What became of the files of a run that was held: released to the next run, or discarded; null while they stay out.';
comment on column ops.gate.settled_by is 'Who did that.';
comment on column ops.gate.settled_at is 'When.';
comment on column ops.gate.choice is 'load or hold; null while it waits. A run that is held loads nothing, and its files stay out until they are released or discarded.';

alter table ops.run add column late_told_at timestamptz;
comment on column ops.run.late_told_at is 'When a message said that the run takes longer than it should; null where none did.';

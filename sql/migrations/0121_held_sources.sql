-- A source that is far outside of what is expected is held back at the gate, and the rest of its run is loaded.
create table ops.held_source (
  run_id bigint not null constraint held_source_run_fk references ops.run,
  source_id bigint not null constraint held_source_source_fk references news.source,
  held_at timestamptz not null,
  reasons jsonb not null,
  staged jsonb not null,
  settled text constraint held_source_settled_known check (settled in ('released', 'discarded')),
  settled_by text,
  settled_at timestamptz,
  constraint held_source_pk primary key (run_id, source_id)
);
comment on table ops.held_source is 'Grain: one source that the gate held back from one run: its files stay out of later runs until they are released or discarded, and the other sources are loaded.';
comment on column ops.held_source.run_id is 'The run.';
comment on column ops.held_source.source_id is 'The source.';
comment on column ops.held_source.held_at is 'When it was held back.';
comment on column ops.held_source.reasons is 'Why: a list of sentences.';
comment on column ops.held_source.staged is 'What its files held: records, refused, reasons (records by reason code), samples (headline, published_on, word_count and opening of a few records).';
comment on column ops.held_source.settled is 'What became of its files: released to the next run, or discarded; null while they stay out.';
comment on column ops.held_source.settled_by is 'Who did that; "nobody in time" where the declared default was taken.';
comment on column ops.held_source.settled_at is 'When.';

alter table ops.run_file add column held_at timestamptz;
comment on column ops.run_file.held_at is 'When the gate held the file back from this run: its load leaves it out, and it is not in the ledger. A later run may take it.';

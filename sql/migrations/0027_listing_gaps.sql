-- What of a source's listing is unknown: a listing ends whole, or its source's state says where it does not.
alter table ops.source_state
  add column listing_gaps integer not null default 0,
  add column incomplete_since timestamptz,
  add column incomplete_detail text;
comment on column ops.source_state.listing_gaps is 'How many parts of its listing could not be seen the last time; 0 where it was seen whole.';
comment on column ops.source_state.incomplete_since is 'Since when its listing is not seen whole; null where it is.';
comment on column ops.source_state.incomplete_detail is 'What of it is unknown, and why: the first gap.';

create table ops.listing_gap (
  run_id bigint not null constraint listing_gap_run_fk references ops.run,
  source_id bigint not null constraint listing_gap_source_fk references news.source,
  gap_number integer not null,
  failure_class text not null
    constraint listing_gap_class_known check (failure_class in ('gone', 'refused', 'slow', 'broken', 'changed_shape')),
  detail text not null,
  raw text,
  noted_at timestamptz not null,
  constraint listing_gap_pk primary key (source_id, run_id, gap_number)
);
comment on table ops.listing_gap is 'Grain: one part of a source''s listing that a run could not see: a folder that may not be read, a page that failed, an entry that nobody understands. Kept for a quarter of a year.';
comment on column ops.listing_gap.run_id is 'The run.';
comment on column ops.listing_gap.source_id is 'The source.';
comment on column ops.listing_gap.gap_number is 'Its place in the listing, from 1.';
comment on column ops.listing_gap.failure_class is 'gone, refused, slow, broken or changed_shape.';
comment on column ops.listing_gap.detail is 'What is unknown, and why.';
comment on column ops.listing_gap.raw is 'The entry as the server sent it, its beginning; null where the gap is more than one entry.';
comment on column ops.listing_gap.noted_at is 'When it was noted.';

-- What is expected of each source and what it delivered, as it was judged last: of thousands of sources it takes seconds to work out.
create table ops.source_expectation (
  source_id bigint not null constraint source_expectation_pk primary key constraint source_expectation_source_fk references news.source,
  run_id bigint not null,
  slug text not null,
  day date not null,
  weekday integer not null,
  holiday text,
  is_asked boolean not null,
  earlier_days bigint not null,
  days_known bigint not null,
  typical_files numeric,
  low_files bigint,
  high_files bigint,
  declared_files integer,
  files bigint,
  typical_records numeric,
  low_records bigint,
  high_records bigint,
  records bigint,
  quarantined bigint,
  freshness interval,
  last_fetched_at timestamptz,
  is_stale boolean,
  state text not null
);
comment on table ops.source_expectation is 'Grain: one source, on its newest news day that is over: the outcome of ops.expectations, kept whenever incidents are looked for. Pages read it where there are many sources.';
comment on column ops.source_expectation.source_id is 'The source.';
comment on column ops.source_expectation.run_id is 'The run by which the day is judged.';
comment on column ops.source_expectation.slug is 'The source, by its name in dags/sources.toml.';
comment on column ops.source_expectation.day is 'The news day.';
comment on column ops.source_expectation.weekday is 'Its weekday, 1 is Monday.';
comment on column ops.source_expectation.holiday is 'The public holiday in the source''s country, where the day is one.';
comment on column ops.source_expectation.is_asked is 'Whether the run asked the source.';
comment on column ops.source_expectation.earlier_days is 'Days before with a delivery.';
comment on column ops.source_expectation.days_known is 'Same weekdays from which the usual is learned.';
comment on column ops.source_expectation.typical_files is 'Files that are usual; null where that is not known.';
comment on column ops.source_expectation.low_files is 'Fewer files are a surprise.';
comment on column ops.source_expectation.high_files is 'More files are a surprise.';
comment on column ops.source_expectation.declared_files is 'Files a day that dags/sources.toml declares.';
comment on column ops.source_expectation.files is 'Files that it delivered for the day.';
comment on column ops.source_expectation.typical_records is 'Records that are usual.';
comment on column ops.source_expectation.low_records is 'Fewer records are a surprise.';
comment on column ops.source_expectation.high_records is 'More records are a surprise.';
comment on column ops.source_expectation.records is 'Records that it delivered for the day.';
comment on column ops.source_expectation.quarantined is 'Those of them that were refused.';
comment on column ops.source_expectation.freshness is 'How old its newest file may become, as declared.';
comment on column ops.source_expectation.last_fetched_at is 'When its newest file was fetched.';
comment on column ops.source_expectation.is_stale is 'Whether that is too long ago.';
comment on column ops.source_expectation.state is 'as_expected, low, high, silent, unknown.';

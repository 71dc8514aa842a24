-- Which headers a source's articles have, day by day, and where that has changed.
create table ops.header_tally (
  source_id bigint not null constraint header_tally_source_fk references news.source,
  day date not null,
  run_id bigint not null constraint header_tally_run_fk references ops.run,
  found bigint not null,
  refused bigint not null,
  records integer not null,
  with_headline integer not null,
  with_published_on integer not null,
  with_published_at integer not null,
  with_byline integer not null,
  with_dateline integer not null,
  languages jsonb not null,
  formats jsonb not null,
  median_words real not null,
  constraint header_tally_pk primary key (source_id, day)
);
create index header_tally_run on ops.header_tally (run_id);
comment on table ops.header_tally is 'Grain: one news day of a source: how many of the articles that it brought have which header. What is usual for the source is learned from these rows.';
comment on column ops.header_tally.source_id is 'The source.';
comment on column ops.header_tally.day is 'The news day, as in ops.run_source.';
comment on column ops.header_tally.run_id is 'The last run that loaded something of it.';
comment on column ops.header_tally.found is 'Records that the day''s runs were the first to read.';
comment on column ops.header_tally.refused is 'How many of these were refused.';
comment on column ops.header_tally.records is 'Articles that these runs loaded first; neither versions nor what was seen again.';
comment on column ops.header_tally.with_headline is 'How many of them have a headline.';
comment on column ops.header_tally.with_published_on is 'How many have a day of publication.';
comment on column ops.header_tally.with_published_at is 'How many have an instant of publication.';
comment on column ops.header_tally.with_byline is 'How many name somebody as their author.';
comment on column ops.header_tally.with_dateline is 'How many have a dateline with a place.';
comment on column ops.header_tally.languages is 'How many are in each language, by its code; "none" where it is not known.';
comment on column ops.header_tally.formats is 'How many came in each format.';
comment on column ops.header_tally.median_words is 'Median of their words; of several runs, the mean of their medians by articles.';

create table ops.header_drift (
  source_id bigint not null constraint header_drift_source_fk references news.source,
  header text not null,
  run_id bigint not null constraint header_drift_run_fk references ops.run,
  since timestamptz not null,
  present bigint not null,
  records bigint not null,
  usual real not null,
  days_known bigint not null,
  before bigint[] not null,
  after bigint[] not null,
  constraint header_drift_pk primary key (source_id, header)
);
comment on table ops.header_drift is 'Grain: one header of a source that its newest day has far more or far less often than usual; gone once a day is as usual again.';
comment on column ops.header_drift.source_id is 'The source.';
comment on column ops.header_drift.header is 'headline, published_on, published_at, byline, dateline, language X, format X, refused, or words: how long its articles are.';
comment on column ops.header_drift.run_id is 'The newest run that it was seen in.';
comment on column ops.header_drift.since is 'When it was seen first.';
comment on column ops.header_drift.present is 'How many of the day''s records have it; of words, their median.';
comment on column ops.header_drift.records is 'The day''s records up to this run.';
comment on column ops.header_drift.usual is 'The share, 0 to 1, that is usual; of words, the usual median.';
comment on column ops.header_drift.days_known is 'From how many days that is known.';
comment on column ops.header_drift.before is 'Up to three articles of before that show what is usual.';
comment on column ops.header_drift.after is 'Up to three articles of the run in which it was seen first.';

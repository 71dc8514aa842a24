-- The daily brief: one page a day, made after a refresh of the marts, and which days a refresh has counted anew.
alter table ops.mart_refresh add column touched_days date[] not null default '{}';
comment on column ops.mart_refresh.touched_days is 'The days that were counted again, in order; empty for refreshes from before this column.';

create table ops.brief (
  day date constraint brief_pk primary key,
  html text not null,
  article_ids bigint[] not null,
  load_number bigint not null,
  refresh_id bigint not null,
  made_at timestamptz not null
);
comment on table ops.brief is 'Grain: one day with articles: its brief as it was last made. Made again when the day is counted again, or when an article that it names is hidden.';
comment on column ops.brief.day is 'Day of publication; of loading where that is not known.';
comment on column ops.brief.html is 'The page: whole in itself, without scripts, and everything of the data escaped.';
comment on column ops.brief.article_ids is 'The articles whose headlines stand on it.';
comment on column ops.brief.load_number is 'The last load that it has seen (ops.run.load_number); 0 before the first.';
comment on column ops.brief.refresh_id is 'The refresh whose counts it shows.';
comment on column ops.brief.made_at is 'When it was made.';

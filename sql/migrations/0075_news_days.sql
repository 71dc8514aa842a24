-- What is delivered counts for the news day whose scheduled run comes next, whoever fetched it and when.
alter table ops.run add column news_day date;
comment on column ops.run.news_day is 'The day that what the run fetches counts for: its own, or of a run by hand the one whose scheduled run comes next. Null for runs from before this column: then the day (UTC) on which it began.';
comment on column ops.run_source.day is 'The news day: the one that the run was scheduled for, else the one whose scheduled run came next.';

-- The refresh is done; what it did is kept.
insert into ops.mart_refresh (
  is_full, definition, load_number, articles, stories, days, seconds, refreshed_at, finished_at,
  touched_days
) values (
  %(is_full)s, %(definition)s, %(load_number)s, %(articles)s, %(stories)s, %(days)s, %(seconds)s, %(refreshed_at)s,
  clock_timestamp(),
  array(select day from marts.touched_day order by day)
)
returning refresh_id

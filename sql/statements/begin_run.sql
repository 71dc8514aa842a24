-- Opens a run, or finds it again by its key. Looking first keeps the ids without gaps: an insert that meets the key would use one up.
with known as (
  update ops.run
  set dry_run = %(dry_run)s
  where run_key = %(run_key)s
  returning run_id
),
made as (
  insert into ops.run (run_key, trigger, day, news_day, dry_run, state, started_at)
  select %(run_key)s, %(trigger)s, %(day)s, %(news_day)s, %(dry_run)s, 'started', %(now)s
  where not exists (select from known)
  on conflict (run_key) do update set dry_run = excluded.dry_run
  returning run_id
)
select run_id from known
union all
select run_id from made

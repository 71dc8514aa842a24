-- Opens a run, or finds it again by its key. A run that was loaded keeps its state.
insert into ops.run (run_key, trigger, day, dry_run, state, started_at)
values (%(run_key)s, %(trigger)s, %(day)s, %(dry_run)s, 'started', %(now)s)
on conflict (run_key) do update set dry_run = excluded.dry_run
returning run_id

-- One run.
select run_id, run_key, trigger, day, dry_run, state, started_at, loaded_at, finished_at, load_number,
  deduplicated_at_load, method, report
from ops.run
where run_id = %(run_id)s

-- Runs that failed or never came to their end: of the last week, and older ones while their incident is open. A dry run counts as
-- little as one that was run again and came to its end.
select run.run_id, run.run_key, run.trigger, run.state, run.started_at,
  array(
    select check_name from ops.check_result
    where check_result.run_id = run.run_id and severity = 'fail' and broken_rows > 0
    order by check_name
  ) as failed_checks,
  exists (
    select from ops.run as later
    where later.run_id > run.run_id and later.state = 'published' and later.trigger in ('airflow', 'command')
  ) as is_taken_over,
  (
    select count(*)
    from ops.run_file
    where run_file.run_id = run.run_id
  ) as files
from ops.run
where run.trigger in ('airflow', 'command', 'replay')
  and not run.dry_run
  and (
    run.state = 'failed'
    or (run.state in ('started', 'loaded', 'checked') and run.started_at < %(now)s - interval '3 hours')
  )
  and (
    run.started_at > %(now)s - interval '7 days'
    or exists (
      select from ops.incident where incident.run_id = run.run_id and incident.ended_at is null and incident.kind = 'run_failed'
    )
  )
order by run.run_id desc
limit 100

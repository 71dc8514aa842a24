-- The newest run that took in news, with the checks that warned, and when the newest of all began where
-- Airflow has run before (nobody expects runs of those who only use the command).
select
  run.run_id,
  run.state,
  run.started_at,
  array(
    select check_name from ops.check_result
    where check_result.run_id = run.run_id and severity = 'warn' and broken_rows > 0
    order by check_name
  ) as warnings,
  (
    select max(started_at)
    from ops.run
    where trigger in ('airflow', 'command')
      -- The daily run is what takes over all that these leave.
      and not starts_with(run_key, 'airflow:news_arrivals:')
      and exists (select from ops.run as scheduled where scheduled.trigger = 'airflow')
  ) as last_started_at
from ops.run
where run.trigger in ('airflow', 'command')
  and not run.dry_run
order by run.run_id desc
limit 1

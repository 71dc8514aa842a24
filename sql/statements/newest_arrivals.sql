-- Whether a run for what has arrived is under way that has not listed its files yet, or that waits for a person (one that began
-- more than half an hour ago is not counted on any more); which the newest such run is, and what became of it.
select
  coalesce(
    bool_or(
      state = 'waiting'
      or (
        state in ('started', 'loaded', 'checked')
        and started_at > %(now)s - interval '30 minutes'
        and not exists (select from ops.run_file where run_file.run_id = run.run_id)
      )
    ),
    false
  ) as will_take_it,
  coalesce(max(run_id), 0) as run_id,
  (array_agg(state order by run_id desc))[1] as state
from ops.run
where run_id > (select max(run_id) - 1000 from ops.run)
  and trigger = 'airflow'
  and starts_with(run_key, 'airflow:news_arrivals:')

-- Grain: one of the last days, by what was taken in on it: outcomes of the runs for that day (where they are for none, of those that
-- began on it, in UTC), whoever started them. Replays take in nothing.
select
  calendar.day::date as day,
  max(run.run_id) as run_id,
  coalesce(bool_or(run.state = 'failed'), false) as has_failed,
  coalesce(sum(tally.original), 0)::bigint as original,
  coalesce(sum(tally.copy), 0)::bigint as copy,
  coalesce(sum(tally.near_copy), 0)::bigint as near_copy,
  coalesce(sum(tally.rewrite), 0)::bigint as rewrite,
  coalesce(sum(tally.translation), 0)::bigint as translation,
  coalesce(sum(tally.version), 0)::bigint as version,
  coalesce(sum(tally.unchanged), 0)::bigint as unchanged,
  coalesce(sum(tally.quarantined), 0)::bigint as quarantined
from generate_series(%(last_day)s::date - %(days)s + 1, %(last_day)s::date, interval '1 day') as calendar (day)
left join ops.run
  on coalesce(run.day, (run.started_at at time zone 'UTC')::date) = calendar.day::date
  and run.started_at > %(last_day)s::date - %(days)s - 40
  and run.trigger in ('airflow', 'command')
  and not run.dry_run
left join lateral (
  select
    sum(original) as original, sum(copy) as copy, sum(near_copy) as near_copy, sum(rewrite) as rewrite,
    sum(translation) as translation, sum(version) as version, sum(unchanged) as unchanged, sum(quarantined) as quarantined
  from ops.run_tally
  where run_tally.run_id = run.run_id
) as tally on true
group by calendar.day
order by calendar.day

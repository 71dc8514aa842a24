-- operator: Runs, the newest first, with what became of their records.
select
  run.run_id,
  run.started_at,
  run.trigger,
  run.finished_at - run.started_at as took,
  run.state,
  tally.files,
  tally.found,
  tally.original,
  tally.copy,
  tally.near_copy,
  tally.rewrite,
  tally.translation,
  tally.version,
  tally.unchanged,
  tally.quarantined
from ops.run
cross join lateral (
  select
    coalesce(sum(files), 0)::bigint as files,
    coalesce(sum(found), 0)::bigint as found,
    coalesce(sum(original), 0)::bigint as original,
    coalesce(sum(copy), 0)::bigint as copy,
    coalesce(sum(near_copy), 0)::bigint as near_copy,
    coalesce(sum(rewrite), 0)::bigint as rewrite,
    coalesce(sum(translation), 0)::bigint as translation,
    coalesce(sum(version), 0)::bigint as version,
    coalesce(sum(unchanged), 0)::bigint as unchanged,
    coalesce(sum(quarantined), 0)::bigint as quarantined
  from ops.run_tally
  where run_tally.run_id = run.run_id
) as tally
where run.trigger in ('airflow', 'command', 'replay')
order by run_id desc

-- The last runs, newest first, each with its outcomes and what was wrong. A rehearsal's counts are in its report.
select
  run.run_id,
  run.run_key,
  run.trigger,
  run.day,
  run.dry_run,
  run.state,
  run.started_at,
  run.loaded_at,
  run.finished_at,
  run.finished_at - run.started_at as took,
  assigned.files,
  coalesce((rehearsed.totals ->> 'found')::bigint, counted.found) as found,
  coalesce((rehearsed.totals ->> 'original')::bigint, counted.original) as original,
  coalesce((rehearsed.totals ->> 'copy')::bigint, counted.copy) as copy,
  coalesce((rehearsed.totals ->> 'near_copy')::bigint, counted.near_copy) as near_copy,
  coalesce((rehearsed.totals ->> 'rewrite')::bigint, counted.rewrite) as rewrite,
  coalesce((rehearsed.totals ->> 'translation')::bigint, counted.translation) as translation,
  coalesce((rehearsed.totals ->> 'version')::bigint, counted.version) as version,
  coalesce((rehearsed.totals ->> 'unchanged')::bigint, counted.unchanged) as unchanged,
  coalesce((rehearsed.totals ->> 'quarantined')::bigint, counted.quarantined) as quarantined,
  coalesce((rehearsed.totals ->> 'balanced')::boolean, assigned.balanced) as balanced,
  checked.failed_checks,
  checked.warnings,
  array(
    select slug from ops.source_failure where source_failure.run_id = run.run_id order by slug
  ) as sources_failed
from ops.run
cross join lateral (
  select case when run.state = 'rehearsed' then run.report -> 'totals' end as totals
) as rehearsed
cross join lateral (
  select
    (select count(*) from ops.run_file where run_file.run_id = run.run_id and (held_at is null or loaded_at is not null)) as files,
    not exists (
      select from ops.run_file
      where run_file.run_id = run.run_id
        and (held_at is null or loaded_at is not null)
        and not coalesce(
          found = original + copy + near_copy + rewrite + translation + version + unchanged + quarantined and found > 0, false
        )
    ) as balanced
) as assigned
cross join lateral (
  select
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
) as counted
cross join lateral (
  select
    coalesce(array_agg(check_name order by check_name) filter (where severity = 'fail'), '{}') as failed_checks,
    coalesce(array_agg(check_name order by check_name) filter (where severity = 'warn'), '{}') as warnings
  from ops.check_result
  where check_result.run_id = run.run_id
    and broken_rows > 0
) as checked
where run.trigger in ('airflow', 'command', 'replay')
order by run.run_id desc
limit %(limit)s

-- What each source delivered on each of the last 30 days, by the days on which runs began.
select
  source.slug,
  (run.started_at at time zone 'UTC')::date as day,
  sum(run_source.files)::bigint as files,
  coalesce(sum(run_source.records), 0)::bigint as records
from ops.run_source
join ops.run using (run_id)
join news.source using (source_id)
where source.slug = any (%(slugs)s)
  and run.started_at >= %(since)s
  and not run.dry_run
group by source.slug, (run.started_at at time zone 'UTC')::date
order by source.slug, day

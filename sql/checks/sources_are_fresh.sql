-- warn: every source with a declared freshness has delivered a file within it.
select
  source.slug,
  source.freshness,
  newest.fetched_at as last_fetched_at
from news.source
join ops.run as run on run.run_id = %(run_id)s
left join lateral (
  select max(file.fetched_at) as fetched_at
  from ops.file
  where file.source_id = source.source_id
) as newest on true
where source.freshness is not null
  and coalesce(newest.fetched_at, source.created_at) < run.started_at - source.freshness
order by source.slug

-- warn: every source with a declared number of files a day has delivered at least a quarter of it in the day before the run.
select
  source.slug,
  source.expected_files,
  delivered.files
from news.source
join ops.run as run on run.run_id = %(run_id)s
cross join lateral (
  select count(*) as files
  from ops.file
  where file.source_id = source.source_id
    and file.fetched_at > run.started_at - interval '1 day'
) as delivered
where source.expected_files is not null
  and source.created_at < run.started_at - interval '1 day'
  and delivered.files < source.expected_files / 4.0
order by source.slug

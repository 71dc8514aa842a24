-- How fresh each source is, and since when its listing is not seen whole.
select
  source.slug as source,
  arrived.files,
  arrived.last_fetched_at,
  state.incomplete_since,
  state.incomplete_detail
from news.source
left join ops.source_state as state using (source_id)
cross join lateral (
  select count(*) as files, max(file.fetched_at) as last_fetched_at
  from ops.file
  where file.source_id = source.source_id
) as arrived
where arrived.files > 0 or state.incomplete_since is not null
order by source.slug

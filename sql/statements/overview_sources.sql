-- How fresh each source is: the one that has been silent the longest first.
select
  source.slug as source,
  source.name,
  arrived.last_fetched_at,
  now() - arrived.last_fetched_at as silent_for
from news.source
cross join lateral (
  select max(file.fetched_at) as last_fetched_at
  from ops.file
  where file.source_id = source.source_id
) as arrived
where arrived.last_fetched_at is not null
order by arrived.last_fetched_at, source.slug

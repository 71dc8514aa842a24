-- Files of this run in which something became otherwise: what the last load before it had counted, and what this one counts.
select
  source.slug as source,
  file.uri as file_uri,
  now_read.file_id,
  before.run_id as before_run_id,
  before.found as found_before,
  now_read.found as found_after,
  before.quarantined as quarantined_before,
  now_read.quarantined as quarantined_after,
  now_read.original + now_read.copy + now_read.near_copy + now_read.rewrite + now_read.translation as new_articles,
  now_read.version as versions,
  now_read.unchanged
from ops.run_file as now_read
join ops.file using (file_id)
join news.source using (source_id)
left join lateral (
  select earlier.*
  from ops.run_file as earlier
  where earlier.file_id = now_read.file_id
    and earlier.run_id <> now_read.run_id
    and earlier.loaded_at < now_read.loaded_at
  order by earlier.loaded_at desc
  limit 1
) as before on true
where now_read.run_id = %(run_id)s
  and (
    now_read.found is distinct from before.found
    or now_read.quarantined is distinct from before.quarantined
    or now_read.original + now_read.copy + now_read.near_copy + now_read.rewrite + now_read.translation + now_read.version > 0
  )
order by source.slug, file.uri

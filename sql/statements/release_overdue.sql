-- Releases the files of sources that were held back before a time and of which nobody has decided.
with overdue as (
  update ops.held_source
  set settled = 'released', settled_by = %(by)s, settled_at = %(now)s, staged = staged - 'samples'
  where settled is null
    and held_at < %(before)s
  returning run_id, source_id
),
released as (
  update ops.file
  set held_run_id = null
  from overdue
  where file.held_run_id = overdue.run_id
    and file.source_id = overdue.source_id
    and file.loaded_at is null
    and file.discarded_at is null
    and file.bytes_released_at is null
  returning overdue.source_id
)
select source.slug, count(*) as files
from released
join news.source using (source_id)
group by source.slug
order by source.slug

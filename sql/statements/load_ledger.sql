-- The ledger: what was found in each file of the run, and what became of it. A file that was never read keeps no count.
update ops.run_file as r
set
  format = f.format,
  found = f.found,
  original = counted.original,
  copy = counted.copy,
  near_copy = counted.near_copy,
  rewrite = counted.rewrite,
  translation = counted.translation,
  version = counted.version,
  unchanged = counted.unchanged,
  quarantined = counted.quarantined,
  loaded_at = %(now)s
from staging.file as f
cross join lateral (
  select
    count(*) filter (where outcome = 'original') as original,
    count(*) filter (where outcome = 'copy') as copy,
    count(*) filter (where outcome = 'near_copy') as near_copy,
    count(*) filter (where outcome = 'rewrite') as rewrite,
    count(*) filter (where outcome = 'translation') as translation,
    count(*) filter (where outcome = 'version') as version,
    count(*) filter (where outcome = 'unchanged') as unchanged,
    count(*) filter (where outcome = 'quarantined') as quarantined
  from (
    select outcome from staging.outcome where run_id = f.run_id and file_id = f.file_id
    union all
    select 'quarantined' from staging.rejection where run_id = f.run_id and file_id = f.file_id
  ) as judged
) as counted
where r.run_id = %(run_id)s
  and f.run_id = r.run_id
  and f.file_id = r.file_id

-- The run's totals over its files.
select
  count(*) as files,
  count(*) filter (where loaded_at is not null) as files_loaded,
  coalesce(sum(found), 0)::bigint as found,
  coalesce(sum(original), 0)::bigint as original,
  coalesce(sum(copy), 0)::bigint as copy,
  coalesce(sum(near_copy), 0)::bigint as near_copy,
  coalesce(sum(rewrite), 0)::bigint as rewrite,
  coalesce(sum(translation), 0)::bigint as translation,
  coalesce(sum(version), 0)::bigint as version,
  coalesce(sum(unchanged), 0)::bigint as unchanged,
  coalesce(sum(quarantined), 0)::bigint as quarantined,
  coalesce(bool_and(balanced), true) as balanced
from ops.ledger
where run_id = %(run_id)s

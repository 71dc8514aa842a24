-- The run's totals by source.
select
  source,
  count(*) as files,
  coalesce(sum(found), 0)::bigint as found,
  coalesce(sum(original), 0)::bigint as original,
  coalesce(sum(copy), 0)::bigint as copy,
  coalesce(sum(near_copy), 0)::bigint as near_copy,
  coalesce(sum(rewrite), 0)::bigint as rewrite,
  coalesce(sum(translation), 0)::bigint as translation,
  coalesce(sum(version), 0)::bigint as version,
  coalesce(sum(unchanged), 0)::bigint as unchanged,
  coalesce(sum(quarantined), 0)::bigint as quarantined,
  bool_and(balanced) as balanced
from ops.ledger
where run_id = %(run_id)s
group by source
order by source

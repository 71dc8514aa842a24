-- operator: What became of the records of a run, by source and format.
select
  source,
  format,
  count(*) as files,
  sum(found)::bigint as found,
  sum(original)::bigint as original,
  sum(copy)::bigint as copy,
  sum(near_copy)::bigint as near_copy,
  sum(rewrite)::bigint as rewrite,
  sum(translation)::bigint as translation,
  sum(version)::bigint as version,
  sum(unchanged)::bigint as unchanged,
  sum(quarantined)::bigint as quarantined,
  bool_and(balanced) as balanced
from ops.ledger
where run_id = %(run_id)s
group by source, format
order by source, format

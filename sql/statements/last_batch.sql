-- The greatest number of a run's batches, of files and of ranges.
select greatest(
  coalesce((select max(batch) from ops.run_file where run_id = %(run_id)s), 0),
  coalesce((select max(batch) from ops.run_range where run_id = %(run_id)s), 0)
) as batch

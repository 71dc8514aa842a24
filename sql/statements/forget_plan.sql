-- What the run has staged has changed: what was decided of it holds no more, and its load decides again.
update ops.run
set deduplicated_at_load = null
where run_id = %(run_id)s
  and deduplicated_at_load is not null

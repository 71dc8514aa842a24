-- The files that a rejected run keeps out: released to the next run, or discarded for good.
update ops.file
set
  held_run_id = case when %(settled)s = 'released' then null else held_run_id end,
  discarded_at = case when %(settled)s = 'discarded' then %(now)s::timestamptz end
where held_run_id = %(run_id)s
  and loaded_at is null
  and discarded_at is null

-- The run has passed its checks, or not.
update ops.run
set
  state = case when %(failed)s then 'failed' else 'checked' end,
  finished_at = case when %(failed)s then %(now)s end
where run_id = %(run_id)s

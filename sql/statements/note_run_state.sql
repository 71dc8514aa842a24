-- The run waits, is held, or goes on. One that is loaded already stays so.
update ops.run
set state = %(state)s, finished_at = case when %(state)s = 'held' then %(now)s end
where run_id = %(run_id)s
  and loaded_at is null

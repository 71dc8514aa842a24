-- The run is loaded.
update ops.run
set
  state = 'loaded',
  loaded_at = %(now)s,
  load_number = (select coalesce(max(load_number), 0) + 1 from ops.run)
where run_id = %(run_id)s

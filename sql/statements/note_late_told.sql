-- A message has said that the run is late.
update ops.run set late_told_at = %(now)s where run_id = %(run_id)s

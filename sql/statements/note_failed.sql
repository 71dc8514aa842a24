-- The run has broken off; one that came to an end stays as it is.
update ops.run
set state = 'failed', finished_at = %(now)s
where run_id = %(run_id)s
  and state not in ('published', 'rehearsed', 'held')

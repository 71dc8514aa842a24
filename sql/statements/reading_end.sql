-- Nobody reads the batch any more.
delete from ops.reading
where run_id = %(run_id)s
  and batch = %(batch)s

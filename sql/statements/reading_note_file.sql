-- The file that is read next; null behind the last one.
update ops.reading
set file_id = %(file_id)s
where run_id = %(run_id)s
  and batch = %(batch)s

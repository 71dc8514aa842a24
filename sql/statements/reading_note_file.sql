-- The file, or the bytes of it, that are read next; null behind the last one.
update ops.reading
set file_id = %(file_id)s, start_at = %(start_at)s, end_at = %(end_at)s
where run_id = %(run_id)s
  and batch = %(batch)s

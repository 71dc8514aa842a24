-- Files of which the server says that they are still the same.
update ops.file
set last_seen_at = %(now)s
where file_id = any(%(file_ids)s)

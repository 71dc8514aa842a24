-- The open refusals of a source's files: a person has its data removed, so nobody is to look at them any more.
update ops.rejected_record
set resolved_at = %(now)s
from ops.file
join unnest(%(source_ids)s::bigint[], %(before)s::timestamptz[]) as due (source_id, before) using (source_id)
where rejected_record.file_id = file.file_id
  and rejected_record.resolved_at is null
  and file.last_seen_at < due.before

-- Who released or discarded the files of a run that was rejected.
update ops.gate
set settled = %(settled)s, settled_by = %(by)s, settled_at = %(now)s
where run_id = %(run_id)s

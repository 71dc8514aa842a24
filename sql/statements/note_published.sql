-- The run is published: its report is kept.
update ops.run
set state = %(state)s, finished_at = %(now)s, report = %(report)s
where run_id = %(run_id)s

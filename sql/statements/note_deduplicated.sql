-- The run has been deduplicated against everything loaded so far.
update ops.run set deduplicated_at_load = %(load_number)s, method = %(method)s
where run_id = %(run_id)s

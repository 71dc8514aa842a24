-- Forgets which sources an earlier try of the run could not read.
delete from ops.source_failure where run_id = %(run_id)s

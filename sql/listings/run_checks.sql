-- operator: The checks of a run.
select check_name, severity, broken_rows, sample
from ops.check_result
where run_id = %(run_id)s
order by check_name

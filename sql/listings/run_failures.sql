-- operator: The sources that a run could not read, or not whole.
select slug as source, failure_class, detail
from ops.source_failure
where run_id = %(run_id)s
order by source

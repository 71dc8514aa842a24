-- The sources that the run could not read.
select slug as source, failure_class, detail
from ops.source_failure
where run_id = %(run_id)s
order by slug

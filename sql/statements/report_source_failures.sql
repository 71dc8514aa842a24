-- The sources that the run could not read.
select slug as source, detail
from ops.source_failure
where run_id = %(run_id)s
order by slug

-- warn: every source that was asked for could be read.
select slug, detail, failed_at
from ops.source_failure
where run_id = %(run_id)s
order by slug

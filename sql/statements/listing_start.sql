-- The name behind which a source's listing may begin.
select last_name
from ops.source_state
where source_id = %(source_id)s

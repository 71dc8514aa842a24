-- What is known of a source's files: enough to tell an unchanged file without reading it.
select distinct on (name) name, size, modified_at
from ops.file
where source_id = %(source_id)s
order by name, file_id desc

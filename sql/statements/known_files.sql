-- What is known of a source's files: enough to tell an unchanged file without reading it.
select name, size, modified_at, file_id, loaded_at is not null as loaded
from ops.file
where source_id = %(source_id)s

-- The last name of a source's files, for sources whose names grow.
select max(name collate "C") as name
from ops.file
where source_id = %(source_id)s

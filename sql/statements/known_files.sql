-- What is known of certain files of a source: enough to tell an unchanged file without reading it.
select distinct on (name) name, file_id, size, modified_at, etag, last_modified, last_seen_at
from ops.file
where source_id = %(source_id)s
  and name_sha256 = any(%(names_sha256)s)
order by name, last_seen_at desc, file_id desc

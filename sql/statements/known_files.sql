-- What is known of certain files of a source: enough to tell an unchanged file without reading it. Name by name: a planner that
-- does not know yet how many files the source has would else read all of them, again and again.
select known.name, known.file_id, known.size, known.modified_at, known.etag, known.last_modified, known.last_seen_at
from unnest(%(names_sha256)s::bytea[]) as wanted (name_sha256)
cross join lateral (
  select file.name, file.file_id, file.size, file.modified_at, file.etag, file.last_modified, file.last_seen_at
  from ops.file
  where file.source_id = %(source_id)s
    and file.name_sha256 = wanted.name_sha256
  order by file.last_seen_at desc, file.file_id desc
  limit 1
) as known

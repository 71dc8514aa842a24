-- The ledger's sums by source and format, for the pages.
insert into ops.run_tally (
  run_id, source_id, format, files, found, original, copy, near_copy, rewrite, translation, version, unchanged, quarantined
)
select
  run_file.run_id, file.source_id, coalesce(run_file.format, ''), count(*), coalesce(sum(run_file.found), 0),
  sum(run_file.original), sum(run_file.copy), sum(run_file.near_copy), sum(run_file.rewrite),
  sum(run_file.translation), sum(run_file.version),
  sum(run_file.unchanged), sum(run_file.quarantined)
from ops.run_file
join ops.file using (file_id)
where run_file.run_id = %(run_id)s
  and run_file.loaded_at is not null
group by run_file.run_id, file.source_id, coalesce(run_file.format, '')
on conflict (run_id, source_id, format) do update set
  files = excluded.files,
  found = excluded.found,
  original = excluded.original,
  copy = excluded.copy,
  near_copy = excluded.near_copy,
  rewrite = excluded.rewrite,
  translation = excluded.translation,
  version = excluded.version,
  unchanged = excluded.unchanged,
  quarantined = excluded.quarantined

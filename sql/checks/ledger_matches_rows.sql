-- fail: the ledger counts the rows that are really there: versions stored, or removed since, and records refused.
select
  l.file_id, l.file_uri,
  l.original + l.copy + l.near_copy + l.rewrite + l.translation + l.version as counted_versions,
  stored.versions as stored_versions,
  run_file.removed as removed_versions,
  l.quarantined as counted_quarantined,
  refused.records as stored_quarantined
from ops.ledger as l
join ops.run_file using (run_id, file_id)
cross join lateral (
  select count(*) as versions from news.version where version.run_id = l.run_id and version.file_id = l.file_id
) as stored
cross join lateral (
  select count(*) as records
  from ops.rejected_record
  where rejected_record.file_id = l.file_id and l.run_id between first_run_id and last_run_id
) as refused
where l.run_id = %(run_id)s
  and (
    stored.versions + run_file.removed <> l.original + l.copy + l.near_copy + l.rewrite + l.translation + l.version
    or refused.records < l.quarantined
  )
order by l.file_id

-- warn: every source has delivered about as much as on earlier such weekdays, or as declared.
select slug, files, low_files, high_files, records, low_records, high_records, days_known, declared_files, state
from ops.expectations(%(run_id)s)
where state in ('low', 'high')
  or (state = 'silent' and (not is_stale or files < low_files))
order by slug

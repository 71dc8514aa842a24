-- The same as expectations_in_full of no run, as it was kept last.
select
  run_id, slug, day, weekday, holiday, is_asked, earlier_days, days_known, typical_files, low_files, high_files,
  declared_files, files, typical_records, low_records, high_records, records, quarantined, freshness, last_fetched_at,
  is_stale, state
from ops.source_expectation
order by slug

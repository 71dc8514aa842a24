-- What each source delivered against what is expected of it, worked out now and kept for the pages.
with found as materialized (
  select
    source_id, run_id, slug, day, weekday, holiday, is_asked, earlier_days, days_known, typical_files, low_files, high_files,
    declared_files, files, typical_records, low_records, high_records, records, quarantined, freshness, last_fetched_at,
    is_stale, state
  from ops.expectations(null::bigint)
),
kept as (
  insert into ops.source_expectation as held (
    source_id, run_id, slug, day, weekday, holiday, is_asked, earlier_days, days_known, typical_files, low_files, high_files,
    declared_files, files, typical_records, low_records, high_records, records, quarantined, freshness, last_fetched_at,
    is_stale, state
  )
  select
    source_id, run_id, slug, day, weekday, holiday, is_asked, earlier_days, days_known, typical_files, low_files, high_files,
    declared_files, files, typical_records, low_records, high_records, records, quarantined, freshness, last_fetched_at,
    is_stale, state
  from found
  order by source_id -- two at once take the rows in one order
  on conflict (source_id) do update
  set
    run_id = excluded.run_id, slug = excluded.slug, day = excluded.day, weekday = excluded.weekday,
    holiday = excluded.holiday, is_asked = excluded.is_asked, earlier_days = excluded.earlier_days,
    days_known = excluded.days_known, typical_files = excluded.typical_files, low_files = excluded.low_files,
    high_files = excluded.high_files, declared_files = excluded.declared_files, files = excluded.files,
    typical_records = excluded.typical_records, low_records = excluded.low_records, high_records = excluded.high_records,
    records = excluded.records, quarantined = excluded.quarantined, freshness = excluded.freshness,
    last_fetched_at = excluded.last_fetched_at, is_stale = excluded.is_stale, state = excluded.state
  where held.* is distinct from excluded.*
)
select
  run_id, slug, day, weekday, holiday, is_asked, earlier_days, days_known, typical_files, low_files, high_files,
  declared_files, files, typical_records, low_records, high_records, records, quarantined, freshness, last_fetched_at,
  is_stale, state
from found
order by slug

-- What each source of a run (null: of its last published run) delivered, against what is expected on that weekday (1 is Monday).
-- state: as_expected, low, high, silent, unknown.
select
  slug,
  weekday,
  days_known,
  typical_files,
  low_files,
  high_files,
  declared_files,
  files,
  typical_records,
  low_records,
  high_records,
  records,
  state
from ops.expectations(%(run_id)s::bigint)
order by slug

-- All of a run's records are read by the method that holds now.
with ranges as (
  update staging.file_range set method = %(method)s where run_id = %(run_id)s and method <> %(method)s
)
update staging.file set method = %(method)s where run_id = %(run_id)s and method <> %(method)s

-- The headlines and addresses in the reports and check results of the runs that read a source's files, and what the gate showed of them. The counts stay.
with concerned as (
  select distinct run_file.run_id
  from ops.run_file
  join ops.file using (file_id)
  where file.source_id = any(%(source_ids)s)
),
results as (
  update ops.check_result
  set sample = '[]'
  where run_id in (select run_id from concerned)
),
held as (
  update ops.held_source
  set staged = staged - 'samples'
  where source_id = any(%(source_ids)s)
)
update ops.run
set report = jsonb_set(report, '{folds}', '[]')
where report ? 'folds'
  and run_id in (select run_id from concerned)

-- Forgets what the run has staged of files whose source was forgotten while they were read, or held back at the gate.
with gone as (
  select file.file_id
  from staging.file as staged
  join ops.file using (file_id)
  join ops.run_file using (run_id, file_id)
  where staged.run_id = %(run_id)s
    and file.loaded_at is null
    and (file.bytes_released_at is not null or run_file.held_at is not null)
), staged_range as (
  delete from staging.file_range where run_id = %(run_id)s and file_id in (select file_id from gone)
), staged_article as (
  delete from staging.article where run_id = %(run_id)s and file_id in (select file_id from gone)
), staged_rejection as (
  delete from staging.rejection where run_id = %(run_id)s and file_id in (select file_id from gone)
)
delete from staging.file where run_id = %(run_id)s and file_id in (select file_id from gone)

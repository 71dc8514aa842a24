-- Forgets what an earlier try of the batch has staged.
with cleared_file as (
  delete from staging.file where run_id = %(run_id)s and batch = %(batch)s
), cleared_range as (
  delete from staging.file_range where run_id = %(run_id)s and batch = %(batch)s
), cleared_rejection as (
  delete from staging.rejection where run_id = %(run_id)s and batch = %(batch)s
)
delete from staging.article where run_id = %(run_id)s and batch = %(batch)s

-- Forgets what was staged of files that the run has loaded meanwhile: whoever staged it came too late.
with late as (
  select file_id
  from ops.run_file
  where run_id = %(run_id)s
    and loaded_at is not null
    and (
      batch = %(batch)s
      or exists (
        select from ops.run_range as ranged
        where ranged.run_id = run_file.run_id and ranged.file_id = run_file.file_id and ranged.batch = %(batch)s
      )
    )
), late_file as (
  delete from staging.file where run_id = %(run_id)s and batch = %(batch)s and file_id in (select file_id from late)
), late_range as (
  delete from staging.file_range where run_id = %(run_id)s and batch = %(batch)s and file_id in (select file_id from late)
), late_rejection as (
  delete from staging.rejection where run_id = %(run_id)s and batch = %(batch)s and file_id in (select file_id from late)
)
delete from staging.article where run_id = %(run_id)s and batch = %(batch)s and file_id in (select file_id from late)

-- The files of a batch at which readers died.
select file_id, reader_death.deaths, reader_death.detail
from ops.run_file
join ops.reader_death using (file_id)
where run_file.run_id = %(run_id)s
  and run_file.batch = %(batch)s

-- The files of a run that was rejected stay out of later ones; those of a run that goes on after all do not. Of sources that were
-- held back from it, something else is decided.
update ops.file
set held_run_id = case when %(choice)s = 'hold' then %(run_id)s end
from ops.run_file
where run_file.run_id = %(run_id)s
  and run_file.file_id = file.file_id
  and file.loaded_at is null
  and file.discarded_at is null
  and run_file.held_at is null
  and (%(choice)s = 'hold' or file.held_run_id = %(run_id)s)

-- The batches of the run that took longest to read.
select batch, files, records, round(seconds::numeric, 1)::float8 as seconds
from ops.run_batch
where run_id = %(run_id)s
order by ops.run_batch.seconds desc, batch
limit 10

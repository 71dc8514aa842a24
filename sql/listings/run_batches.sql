-- operator: The batches of a run, the slowest first.
select batch, files, records, round(seconds::numeric, 1) as seconds
from ops.run_batch
where run_id = %(run_id)s
order by seconds desc, batch

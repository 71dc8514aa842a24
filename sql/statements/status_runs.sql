-- The last runs.
select run_id, run_key, trigger, day, state, started_at, finished_at
from ops.run
order by run_id desc
limit 10

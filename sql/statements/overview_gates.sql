-- Runs that wait for a person.
select gate.run_id, run.run_key, gate.asked_at, gate.reasons
from ops.gate
join ops.run using (run_id)
where gate.choice is null
  and run.state = 'waiting'
order by gate.run_id desc
limit 20

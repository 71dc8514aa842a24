-- What a person chose to have read again in a certain DAG run.
select decision_id, decided_by, decided_at, details
from ops.decision
where verdict = 'replay'
  and details ->> 'dag_run' = %(dag_run)s
order by decision_id desc
limit 1

-- The question that a run waited or waits for, and its answer.
select run_id, asked_at, reasons, choice, decided_by, decided_at
from ops.gate
where run_id = %(run_id)s

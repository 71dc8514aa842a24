-- The answer.
update ops.gate
set choice = %(choice)s, decided_by = %(decided_by)s, decided_at = %(now)s
where run_id = %(run_id)s

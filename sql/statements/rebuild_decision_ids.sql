-- The next decision gets an id after all those that the journal has told.
select setval(
  pg_get_serial_sequence('ops.decision', 'decision_id'), greatest((select max(decision_id) from ops.decision), 1),
  exists (select from ops.decision)
)

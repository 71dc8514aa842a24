-- Takes a verdict on a pair, a day or a hidden article back; the row stays.
update ops.decision
set revoked_at = %(now)s, revoked_by = %(revoked_by)s
where decision_id = %(decision_id)s
  and verdict in ('same', 'different', 'unsure', 'same_event', 'different_event', 'day', 'hide')
  and revoked_at is null
returning decision_id, verdict

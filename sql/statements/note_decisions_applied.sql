-- Stories and days obey these decisions as they stand now.
update ops.decision
set applied_at = greatest(%(now)s, revoked_at)
where decision_id = any(%(decision_ids)s)

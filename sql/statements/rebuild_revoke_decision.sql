-- A decision that the journal tells was taken back.
update ops.decision
set revoked_at = %(revoked_at)s, revoked_by = %(revoked_by)s, revocation_journal_number = %(entry_number)s
where decision_id = %(decision_id)s

-- The decisions that no entry tells yet are told by this one.
with taken as (
  update ops.decision set journal_number = %(entry_number)s where journal_number is null
)
update ops.decision
set revocation_journal_number = %(entry_number)s
where revoked_at is not null
  and revocation_journal_number is null

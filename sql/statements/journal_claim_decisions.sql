-- The decisions, taken or taken back, that no entry tells yet are told by this one; one that was both since then, as both.
update ops.decision
set
  journal_number = coalesce(journal_number, %(entry_number)s),
  revocation_journal_number = case
    when revoked_at is not null then coalesce(revocation_journal_number, %(entry_number)s)
  end
where journal_number is null
  or (revoked_at is not null and revocation_journal_number is null)

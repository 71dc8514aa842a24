-- An entry is in the raw store.
update ops.journal_entry
set written_at = %(now)s
where entry_number = %(entry_number)s
  and written_at is null

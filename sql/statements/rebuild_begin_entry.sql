-- The next load with this time is the replay of an entry of the journal.
insert into ops.journal_replay (entry_number, entry_id, at)
values (%(entry_number)s, %(entry_id)s, %(at)s)
on conflict (entry_number) do update set entry_id = excluded.entry_id, at = excluded.at

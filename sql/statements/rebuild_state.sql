-- What a rebuild finds: whether anything is held, and which entry it was replaying when it was stopped before the first load.
select
  exists (select from ops.file) or exists (select from ops.run) as holds_something,
  (select entry_id::text from ops.journal_replay where entry_number = 1) as first_replayed

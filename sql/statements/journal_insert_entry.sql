-- One load is noted: with the next number, or with those that a rebuild replays. Part of the load's transaction, under its lock.
with last as (
  select coalesce(max(entry_number), 0) as entry_number from ops.journal_entry
),
replayed as (
  select journal_replay.entry_number, journal_replay.entry_id
  from ops.journal_replay, last
  where journal_replay.entry_number > last.entry_number
    and journal_replay.at = %(at)s
  order by journal_replay.entry_number
  limit 1
)
insert into ops.journal_entry (entry_number, entry_id, run_id, at, details, result_high, result_low, written_at)
select
  coalesce(replayed.entry_number, last.entry_number + 1),
  coalesce(replayed.entry_id, gen_random_uuid()),
  %(run_id)s,
  %(at)s,
  %(details)s,
  %(high)s,
  %(low)s,
  case when replayed.entry_id is not null then now() end
from last
left join replayed on true
returning entry_number

-- The entries that are not in the raw store yet, in their order, each with its run and the entry before it.
select
  entry.entry_number, entry.entry_id::text as entry_id, before.entry_id::text as previous, entry.run_id, entry.at, entry.details,
  entry.result_high, entry.result_low, run.run_key, run.trigger, run.day, run.started_at, run.method
from ops.journal_entry as entry
join ops.run using (run_id)
left join ops.journal_entry as before on before.entry_number = entry.entry_number - 1
where entry.written_at is null
order by entry.entry_number
limit %(limit)s

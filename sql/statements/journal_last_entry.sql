-- The last entry.
select entry_number, entry_id::text as entry_id, run_id, at, result_high, result_low, written_at
from ops.journal_entry
order by entry_number desc
limit 1

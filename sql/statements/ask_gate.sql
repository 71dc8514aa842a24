-- The question whether a run is to be loaded. Asked again, it is open again.
insert into ops.gate (run_id, asked_at, reasons)
values (%(run_id)s, %(now)s, %(reasons)s)
on conflict (run_id) do update set
  asked_at = excluded.asked_at,
  reasons = excluded.reasons,
  choice = null,
  decided_by = null,
  decided_at = null

-- The result of one check, replacing that of an earlier try.
insert into ops.check_result (run_id, check_name, severity, broken_rows, sample, checked_at)
values (%(run_id)s, %(check_name)s, %(severity)s, %(broken_rows)s, %(sample)s, %(now)s)
on conflict (run_id, check_name) do update set
  severity = excluded.severity,
  broken_rows = excluded.broken_rows,
  sample = excluded.sample,
  checked_at = excluded.checked_at

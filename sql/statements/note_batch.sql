-- How long a batch took to read; a later try replaces an earlier one.
insert into ops.run_batch (run_id, batch, files, records, seconds, finished_at)
values (%(run_id)s, %(batch)s, %(files)s, %(records)s, %(seconds)s, %(now)s)
on conflict (run_id, batch) do update set
  files = excluded.files,
  records = excluded.records,
  seconds = excluded.seconds,
  finished_at = excluded.finished_at

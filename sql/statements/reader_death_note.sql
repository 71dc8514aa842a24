-- A reader died at the file, or at these bytes of it, once more.
insert into ops.reader_death (file_id, start_at, end_at, deaths, detail, last_run_id, last_at)
values (%(file_id)s, %(start_at)s, %(end_at)s, 1, %(detail)s, %(run_id)s, %(now)s)
on conflict (file_id, start_at, end_at) do update set
  deaths = reader_death.deaths + 1,
  detail = excluded.detail,
  last_run_id = excluded.last_run_id,
  last_at = excluded.last_at

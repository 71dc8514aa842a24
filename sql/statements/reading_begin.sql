-- Notes that the batch is being read, on behalf of this connection. Gives what was noted before, and whether who noted it is there.
with left_behind as (
  select
    file_id, start_at, end_at,
    exists (
      select from pg_stat_activity as backend
      where backend.pid = reading.backend_pid
        and backend.backend_start = reading.backend_start
    ) as is_alive
  from ops.reading
  where run_id = %(run_id)s
    and batch = %(batch)s
),
begun as (
  insert into ops.reading (run_id, batch, backend_pid, backend_start, began_at)
  select %(run_id)s, %(batch)s, pid, backend_start, %(now)s
  from pg_stat_activity
  where pid = pg_backend_pid()
  on conflict (run_id, batch) do update set
    file_id = null,
    start_at = 0,
    end_at = 0,
    backend_pid = excluded.backend_pid,
    backend_start = excluded.backend_start,
    began_at = excluded.began_at
)
select file_id, start_at, end_at, is_alive from left_behind

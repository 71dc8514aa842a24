-- A source that could be fetched: earlier failures count no more.
insert into ops.source_state (source_id, failures, succeeded_at)
values (%(source_id)s, 0, %(now)s)
on conflict (source_id) do update set
  failures = 0,
  succeeded_at = excluded.succeeded_at

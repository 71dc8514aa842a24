-- A person says that a source is not to be asked for now.
insert into ops.source_state (source_id, paused_at, paused_by, pause_reason)
values (%(source_id)s, %(now)s, %(paused_by)s, %(reason)s)
on conflict (source_id) do update set
  paused_at = excluded.paused_at,
  paused_by = excluded.paused_by,
  pause_reason = excluded.pause_reason

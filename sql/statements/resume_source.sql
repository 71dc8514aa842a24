-- A paused source is asked again, and its failures count anew.
update ops.source_state
set paused_at = null, paused_by = null, pause_reason = null, failures = 0
where source_id = %(source_id)s
  and paused_at is not null

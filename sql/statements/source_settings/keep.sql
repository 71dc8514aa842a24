-- Settings that were tried hold from now on; what was taken back stays so.
update ops.source_setting
set kept_at = coalesce(kept_at, %(now)s), kept_by = coalesce(kept_by, %(by)s)
where source_setting_id = %(source_setting_id)s
  and ended_at is null
returning source_setting_id

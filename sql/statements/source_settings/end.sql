-- The settings of a source hold no longer: they were taken back, or others replace them.
update ops.source_setting as setting
set ended_at = %(now)s, ended_by = %(by)s
from news.source
where source.source_id = setting.source_id
  and source.slug = %(slug)s
  and setting.kept_at is not null
  and setting.ended_at is null
returning setting.source_setting_id

-- One set of settings that somebody tried or kept.
select
  source.slug, setting.source_setting_id, setting.settings, setting.before, setting.kept_at, setting.kept_by, setting.ended_at
from ops.source_setting as setting
join news.source using (source_id)
where setting.source_setting_id = %(source_setting_id)s

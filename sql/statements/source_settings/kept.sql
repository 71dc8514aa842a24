-- Grain: one source with settings that hold beside sources.toml.
select
  source.slug, setting.source_setting_id, setting.settings, setting.before, setting.kept_at, setting.kept_by
from ops.source_setting as setting
join news.source using (source_id)
where setting.kept_at is not null
  and setting.ended_at is null

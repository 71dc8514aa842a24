-- Note settings that somebody tries.
insert into ops.source_setting (source_id, settings, before, proposed_at, proposed_by)
select source_id, %(settings)s, %(before)s, %(now)s, %(by)s
from news.source
where slug = %(slug)s
returning source_setting_id

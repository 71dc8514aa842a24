-- fail: each text that came with the run belongs to an article; another one could never be found or removed.
with loaded as (
  select min(version.content_id) as first_id, max(version.content_id) as last_id
  from news.version
  join ops.run using (run_id)
  join news.content on content.content_id = version.content_id and content.month = version.content_month
  where version.run_id = %(run_id)s
    and content.first_seen_at = run.loaded_at
)
select content_key.content_id, content_key.month
from loaded
join news.content_key on content_key.content_id between loaded.first_id and loaded.last_id
where not exists (select from news.version where version.content_id = content_key.content_id)
order by content_key.content_id

-- Certain texts (without their words where these are not asked for), a hash of each, and the language and the first day of publication
-- of their articles; the day of fetching where none is known.
select
  content_key.content_id,
  content_key.month,
  case when %(with_text)s then content.body else '' end as body,
  held.language,
  coalesce(held.day, (content.first_seen_at at time zone 'UTC')::date) as day,
  md5(content.body) as digest
from news.content_key
join news.content using (content_id, month)
cross join lateral (
  select min(version.language) as language, min(version.published_on) as day
  from news.version
  where version.content_id = content_key.content_id
) as held
where content_key.content_id = any (%(content_ids)s)
order by content_key.content_id

-- Certain texts, with the language and the first day of publication of their articles; the day of fetching where none is known.
select
  content_key.content_id,
  content_key.month,
  content.body,
  held.language,
  coalesce(held.day, (content.first_seen_at at time zone 'UTC')::date) as day
from news.content_key
join news.content using (content_id, month)
cross join lateral (
  select min(version.language) as language, min(version.published_on) as day
  from news.version
  where version.content_id = content_key.content_id
) as held
where content_key.content_id = any (%(content_ids)s)
order by content_key.content_id

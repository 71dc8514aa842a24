-- All saved searches, with how many stories each has found and how many are still to be told.
select
  search.name, search.query, search.language, search.country, source.slug as source, search.event_id, search.quiet_from,
  search.quiet_to, search.connection, search.created_by, search.created_at, search.looked_at, told.stories, told.untold,
  told.told_at
from ops.saved_search as search
left join news.source using (source_id)
cross join lateral (
  select count(*) as stories, count(*) filter (where story.told_at is null) as untold, max(story.told_at) as told_at
  from ops.saved_search_story as story
  where story.name = search.name
) as told
order by search.name

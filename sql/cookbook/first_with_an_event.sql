-- Who was first with each event, and who came next?
-- Theme: Events
-- Only reports whose instants are known: one that gives a day alone is passed over.
select event.name, first.source, first.published_at, next.source as next_source,
  round(extract(epoch from next.published_at - first.published_at) / 60) as minutes_later
from analytics.events as event
cross join lateral (
  select story.source, story.published_at
  from analytics.unique_articles as story
  where story.event_id = event.event_id
    and story.published_at is not null
  order by story.published_at
  limit 1
) as first
left join lateral (
  select story.source, story.published_at
  from analytics.unique_articles as story
  where story.event_id = event.event_id
    and story.published_at > first.published_at
  order by story.published_at
  limit 1
) as next on true
order by first.published_at, event.name
limit 8;

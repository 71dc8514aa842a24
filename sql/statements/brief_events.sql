-- Grain: one of the eight events of the day with most reports of their own: two or more outlets, and a story that is of the day.
select
  event.event_id,
  event.representative_article_id as article_id,
  left(event.name, 300) as name,
  event.first_published_on,
  event.last_published_on,
  event.independent_reports,
  event.article_count,
  coalesce(event.languages, '{}') as languages,
  coalesce(event.places, '{}') as places,
  left(before.name, 300) as follows,
  before.representative_article_id as follows_article_id
from analytics.events as event
left join analytics.events as before on before.event_id = event.follows_event_id
where event.event_id in (select event_id from analytics.unique_articles where day = %(day)s and event_id is not null)
  and event.independent_reports >= 2
order by event.independent_reports desc, event.article_count desc, event.event_id
limit 8

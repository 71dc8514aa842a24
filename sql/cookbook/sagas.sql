-- Which events go on from an earlier one?
-- Theme: Events
-- What goes on for weeks is a chain of events, not one that never ends.
select event.name, event.first_published_on, before.name as goes_on_from, before.first_published_on as began_on
from analytics.events as event
join analytics.events as before on before.event_id = event.follows_event_id
order by event.first_published_on, event.name
limit 8;

-- What happened to an incident, in order.
select happened_at, what, by, detail
from ops.incident_event
where incident_id = %(incident_id)s
order by incident_event_id

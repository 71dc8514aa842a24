-- Incidents that are over, of which a message told and none told the end.
select incident_id, kind, slug, run_id, level, title, since, ended_at
from ops.incident
where ended_at is not null
  and told_at is not null
  and end_told_at is null
order by incident_id

-- operator: Incidents that are over or were resolved, the newest first.
select incident_id, title, slug, since, ended_at, resolved_at, resolved_by, owner, coalesce(ended_at, resolved_at) as over_at
from ops.incident
where ended_at is not null
  or resolved_at is not null
order by over_at desc, incident_id desc

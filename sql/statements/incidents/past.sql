-- Incidents that are over or were resolved, the newest first.
select
  incident_id, key, kind, slug, run_id, reason_code, level, title, amount, unit, advice, setting, details, since, opened_at,
  last_seen_at, ended_at, owner, note, silenced_until, resolved_at, resolved_by, told_at
from ops.incident
where ended_at is not null
  or resolved_at is not null
order by coalesce(ended_at, resolved_at) desc, incident_id desc
limit %(limit)s

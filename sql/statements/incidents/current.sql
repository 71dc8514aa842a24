-- Incidents that are not over, the worst and the oldest first.
select
  incident_id, key, kind, slug, run_id, reason_code, level, title, amount, unit, advice, setting, details, since, opened_at,
  last_seen_at, ended_at, owner, note, silenced_until, resolved_at, resolved_by, told_at
from ops.incident
where ended_at is null
order by level, since, incident_id

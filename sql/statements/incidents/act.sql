-- What somebody does about an incident, and that it was done. One that is over can be noted and owned only.
with changed as (
  update ops.incident
  set
    owner = case when %(what)s = 'owned' then nullif(%(detail)s, '') else owner end,
    note = case when %(what)s = 'noted' then nullif(%(detail)s, '') else note end,
    silenced_until = case when %(what)s = 'silenced' then %(until)s::timestamptz else silenced_until end,
    resolved_at = case %(what)s when 'resolved' then %(now)s::timestamptz when 'reopened' then null else resolved_at end,
    resolved_by = case %(what)s when 'resolved' then %(by)s when 'reopened' then null else resolved_by end
  where incident_id = %(incident_id)s
    and (ended_at is null or %(what)s in ('owned', 'noted'))
    and (%(what)s <> 'resolved' or resolved_at is null)
    and (%(what)s <> 'reopened' or resolved_at is not null)
  returning incident_id
)
insert into ops.incident_event (incident_id, happened_at, what, by, detail)
select incident_id, %(now)s, %(what)s, %(by)s, coalesce(nullif(%(detail)s, ''), to_char(%(until)s::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'))
from changed

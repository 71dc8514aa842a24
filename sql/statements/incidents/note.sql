-- Bring the incidents up to what is so now: new ones are opened, those of the judged kinds that are not so any more are over. One
-- that was resolved opens again where it got worse. A new one is its source's owner's until somebody else takes it. Gives what happened, one row an event.
with given as (
  select *
  from jsonb_to_recordset(%(conditions)s::jsonb) as (
    key text, kind text, slug text, run_id bigint, reason_code text, level text, title text, amount bigint, unit text,
    advice text, setting text, details jsonb, since timestamptz, owner text
  )
),
before as (
  select key, level, resolved_at from ops.incident where ended_at is null
),
noted as (
  insert into ops.incident (
    key, kind, slug, run_id, reason_code, level, title, amount, unit, advice, setting, details, since, opened_at, last_seen_at, owner
  )
  select
    key, kind, slug, run_id, reason_code, level, title, amount, unit, advice, setting, coalesce(details, '{}'),
    coalesce(since, %(now)s), %(now)s, %(now)s, owner
  from given
  order by key
  on conflict (key) where ended_at is null do update set
    run_id = excluded.run_id,
    reason_code = excluded.reason_code,
    level = excluded.level,
    title = excluded.title,
    amount = excluded.amount,
    unit = excluded.unit,
    advice = excluded.advice,
    setting = excluded.setting,
    details = excluded.details,
    since = least(incident.since, excluded.since),
    last_seen_at = greatest(incident.last_seen_at, excluded.last_seen_at),
    resolved_at = case when incident.level = 'bad' or excluded.level = 'watch' then incident.resolved_at end,
    resolved_by = case when incident.level = 'bad' or excluded.level = 'watch' then incident.resolved_by end
  returning incident_id, key, level, title, xmax = 0 as is_new
),
ended as (
  update ops.incident
  set ended_at = greatest(%(now)s::timestamptz, opened_at)
  where ended_at is null
    and kind = any (%(judged)s)
    and key not in (select key from given)
  returning incident_id, title
),
happened as (
  select
    noted.incident_id,
    case when noted.is_new then 'opened' when noted.level = 'bad' then 'worse' else 'better' end as what,
    noted.title
  from noted
  left join before using (key)
  where noted.is_new
    or noted.level <> before.level
  union all
  select incident_id, 'ended', title from ended
)
insert into ops.incident_event (incident_id, happened_at, what, detail)
select incident_id, %(now)s, what, title
from happened
order by incident_id
returning incident_id, what, detail

-- What is wrong, as a thing with a beginning, an end, an owner and a history.
create table ops.incident (
  incident_id bigint generated always as identity constraint incident_pk primary key,
  key text not null,
  kind text not null,
  slug text,
  run_id bigint constraint incident_run_fk references ops.run,
  reason_code text,
  level text not null constraint incident_level_known check (level in ('bad', 'watch')),
  title text not null,
  amount bigint,
  unit text,
  advice text not null,
  setting text,
  details jsonb not null default '{}',
  since timestamptz not null,
  opened_at timestamptz not null,
  last_seen_at timestamptz not null,
  ended_at timestamptz,
  owner text,
  note text,
  silenced_until timestamptz,
  resolved_at timestamptz,
  resolved_by text,
  told_at timestamptz,
  end_told_at timestamptz,
  constraint incident_times_ordered check (last_seen_at >= opened_at and ended_at >= opened_at),
  constraint incident_resolved_by_somebody check ((resolved_at is null) = (resolved_by is null))
);
create unique index incident_current on ops.incident (key) where ended_at is null;
create index incident_newest on ops.incident (opened_at desc);
create index incident_end_untold on ops.incident (incident_id) where ended_at is not null and told_at is not null and end_told_at is null;
comment on table ops.incident is 'Grain: one thing that is or was wrong, with a source, a run or the whole, from when it was seen first until it was over. The pages, the messages and the metrics speak of these rows.';
comment on column ops.incident.incident_id is 'Identity of the incident.';
comment on column ops.incident.key is 'What it is about: kind, and source or run. Once among those that are not over.';
comment on column ops.incident.kind is 'What kind of thing: refused, silent, run_failed, held and so on; docs/operations.md has all.';
comment on column ops.incident.slug is 'The source, where it is about one.';
comment on column ops.incident.run_id is 'The run, where it is about one, or the run that it was seen in.';
comment on column ops.incident.reason_code is 'The quarantine''s reason, where most of the refused records have it.';
comment on column ops.incident.level is 'How bad: bad (somebody has to act) or watch (it may pass). What is fine is no incident.';
comment on column ops.incident.title is 'What changed, in words, as it was seen last.';
comment on column ops.incident.amount is 'How many, as it was seen last; null where nothing is counted.';
comment on column ops.incident.unit is 'How many of what: files, records, hours, runs.';
comment on column ops.incident.advice is 'What usually helps.';
comment on column ops.incident.setting is 'The setting of dags/sources.toml that usually helps; null where none does.';
comment on column ops.incident.details is 'What else is known: examples, figures before and now.';
comment on column ops.incident.since is 'Since when it is so, as far as that is known; it may have been seen later.';
comment on column ops.incident.opened_at is 'When it was seen first.';
comment on column ops.incident.last_seen_at is 'When it was seen last.';
comment on column ops.incident.ended_at is 'When it was over by itself, or by what somebody did about it; null while it is so.';
comment on column ops.incident.owner is 'Who looks after it; null where nobody has taken it.';
comment on column ops.incident.note is 'What its owner noted last.';
comment on column ops.incident.silenced_until is 'No messages about it until then.';
comment on column ops.incident.resolved_at is 'When somebody said that nobody has to look at it any more. It opens again where it gets worse, and a new one opens where it is over and comes back.';
comment on column ops.incident.resolved_by is 'Who said so.';
comment on column ops.incident.told_at is 'When a message first told of it.';
comment on column ops.incident.end_told_at is 'When a message told of its end.';

create table ops.incident_event (
  incident_event_id bigint generated always as identity constraint incident_event_pk primary key,
  incident_id bigint not null constraint incident_event_incident_fk references ops.incident,
  happened_at timestamptz not null,
  what text not null constraint incident_event_known check (
    what in ('opened', 'worse', 'better', 'ended', 'owned', 'noted', 'silenced', 'resolved', 'reopened')
  ),
  by text,
  detail text
);
create index incident_event_incident on ops.incident_event (incident_id, incident_event_id);
comment on table ops.incident_event is 'Grain: one thing that happened to an incident. Rows are only added.';
comment on column ops.incident_event.incident_event_id is 'Identity of the event, in the order in which they happened.';
comment on column ops.incident_event.incident_id is 'The incident.';
comment on column ops.incident_event.happened_at is 'When.';
comment on column ops.incident_event.what is 'opened, worse, better, ended: as it was seen. owned, noted, silenced, resolved, reopened: what somebody did.';
comment on column ops.incident_event.by is 'Who did it; null for what was seen.';
comment on column ops.incident_event.detail is 'The title as it was then, the owner, the note, or until when it is silenced.';

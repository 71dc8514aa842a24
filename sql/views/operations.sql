-- The views that operators query.
create view ops.ledger as
select
  run_file.run_id,
  run_file.file_id,
  source.slug as source,
  file.uri as file_uri,
  run_file.format,
  run_file.found,
  run_file.original,
  run_file.copy,
  run_file.near_copy,
  run_file.rewrite,
  run_file.translation,
  run_file.version,
  run_file.unchanged,
  run_file.quarantined,
  coalesce(
    run_file.found = run_file.original + run_file.copy + run_file.near_copy + run_file.rewrite + run_file.translation + run_file.version
      + run_file.unchanged + run_file.quarantined
      and run_file.found > 0,
    false
  ) as balanced,
  run_file.loaded_at
from ops.run_file
join ops.file using (file_id)
join news.source using (source_id)
-- Nobody reads a file any more whose source was forgotten before a load took it in; one that the gate held back is a later run's.
where not (
  run_file.loaded_at is null
  and (run_file.held_at is not null or (file.loaded_at is null and file.bytes_released_at is not null))
);
comment on view ops.ledger is 'Grain: one file in one run: the records found in it, and what became of each. Without files that were forgotten before any load took them in, and those that the gate held back from the run.';
comment on column ops.ledger.run_id is 'The run.';
comment on column ops.ledger.file_id is 'The file.';
comment on column ops.ledger.source is 'Slug of the source that delivered it.';
comment on column ops.ledger.file_uri is 'Address of the file.';
comment on column ops.ledger.format is 'Format that the reader recognized.';
comment on column ops.ledger.found is 'Records found; null until the file is loaded.';
comment on column ops.ledger.original is 'Records that became the first article of a story.';
comment on column ops.ledger.copy is 'Records with the same text as an article of another source or uri.';
comment on column ops.ledger.near_copy is 'Records with the same text but for small edits, cuts or additions.';
comment on column ops.ledger.rewrite is 'Records that carry a known report in other words.';
comment on column ops.ledger.translation is 'Records that carry a known report in another language.';
comment on column ops.ledger.version is 'Records that changed a known article.';
comment on column ops.ledger.unchanged is 'Records that showed a known article again.';
comment on column ops.ledger.quarantined is 'Records that could not be read or broke a rule.';
comment on column ops.ledger.balanced is 'Whether each record found has exactly one outcome. False for a file not loaded yet.';
comment on column ops.ledger.loaded_at is 'When the file''s outcomes were loaded; null while that is due.';

create view ops.quarantine as
select
  r.rejected_record_id as quarantine_id,
  source.slug as source,
  file.uri as file_uri,
  r.record_position,
  r.reason_code,
  reason.description as reason,
  r.detail,
  r.format,
  r.byte_offset,
  encode(file.sha256, 'hex') as file_sha256,
  file.size as file_size,
  file.fetched_at,
  r.file_id,
  r.first_run_id,
  r.last_run_id,
  r.first_seen_at,
  r.last_seen_at,
  r.resolved_at,
  dismissal.decided_at as dismissed_at,
  dismissal.decided_by as dismissed_by,
  dismissal.note,
  r.resolved_at is null and dismissal.decision_id is null as is_open
from ops.rejected_record as r
join ops.reason using (reason_code)
join ops.file using (file_id)
join news.source using (source_id)
left join ops.decision as dismissal
  on dismissal.rejected_record_id = r.rejected_record_id
  and dismissal.verdict = 'dismiss'
  and dismissal.revoked_at is null;
comment on view ops.quarantine is 'Grain: one record that was refused, with the reason. Open until a later run can read it, or a person dismisses it.';
comment on column ops.quarantine.quarantine_id is 'Identity of the refusal.';
comment on column ops.quarantine.source is 'Slug of the source that delivered the file.';
comment on column ops.quarantine.file_uri is 'Address of the file.';
comment on column ops.quarantine.record_position is 'The record''s place in the file, from 0.';
comment on column ops.quarantine.reason_code is 'Why it was refused.';
comment on column ops.quarantine.reason is 'What that code means.';
comment on column ops.quarantine.detail is 'What exactly was wrong.';
comment on column ops.quarantine.format is 'Format that the reader recognized.';
comment on column ops.quarantine.byte_offset is 'Where in the file the record begins, where known.';
comment on column ops.quarantine.file_sha256 is 'The key of the bytes in the raw store, in hexadecimal.';
comment on column ops.quarantine.file_size is 'Bytes of the file.';
comment on column ops.quarantine.fetched_at is 'When its bytes arrived.';
comment on column ops.quarantine.file_id is 'The file.';
comment on column ops.quarantine.first_run_id is 'The run that refused it first.';
comment on column ops.quarantine.last_run_id is 'The run that refused it last.';
comment on column ops.quarantine.first_seen_at is 'When it was refused first.';
comment on column ops.quarantine.last_seen_at is 'When it was refused last.';
comment on column ops.quarantine.resolved_at is 'When a later run could read it; null while none can.';
comment on column ops.quarantine.dismissed_at is 'When a person said that nobody has to look at it any more; null where none did. Refused again for the same reason it stays dismissed.';
comment on column ops.quarantine.dismissed_by is 'Who said so.';
comment on column ops.quarantine.note is 'What that person noted.';
comment on column ops.quarantine.is_open is 'Neither resolved nor dismissed.';

create view ops.repeated_file as
select
  file.file_id,
  source.slug as source,
  file.name,
  first.file_id as first_file_id,
  first_source.slug as first_source,
  first.name as first_name,
  file.fetched_at
from ops.file
join news.source using (source_id)
cross join lateral (
  select other.file_id, other.source_id, other.name
  from ops.file as other
  where other.sha256 = file.sha256
  order by other.file_id
  limit 1
) as first
join news.source as first_source on first_source.source_id = first.source_id
where first.file_id < file.file_id;
comment on view ops.repeated_file is 'Grain: a file whose bytes came before, under another name or from another source.';
comment on column ops.repeated_file.file_id is 'The file.';
comment on column ops.repeated_file.source is 'Slug of its source.';
comment on column ops.repeated_file.name is 'Its name there.';
comment on column ops.repeated_file.first_file_id is 'The first file with these bytes.';
comment on column ops.repeated_file.first_source is 'Slug of that one''s source.';
comment on column ops.repeated_file.first_name is 'That one''s name.';
comment on column ops.repeated_file.fetched_at is 'When the bytes came again.';

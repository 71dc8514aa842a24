-- Refused records as a page lists them: by a column, up or down, else the newest first.
select
  quarantine_id, source, file_uri, file_id, file_size, record_position, reason_code, detail, format, first_seen_at, last_seen_at,
  last_run_id, resolved_at, dismissed_at, dismissed_by, note, is_open
from ops.quarantine
where case %(state)s
    when 'open' then is_open
    when 'dismissed' then dismissed_at is not null and resolved_at is null
    when 'resolved' then resolved_at is not null
    else true
  end
  and (%(reason)s::text is null or reason_code = %(reason)s)
  and (%(source)s::text is null or source = %(source)s)
  and (%(format)s::text is null or coalesce(format, '') = %(format)s)
  and (%(day)s::date is null or (
    fetched_at >= %(day)s::timestamp at time zone 'UTC' and fetched_at < (%(day)s::date + 1)::timestamp at time zone 'UTC'
  ))
order by
  case %(up)s when 'reason_code' then reason_code when 'source' then source when 'file_uri' then file_uri when 'detail' then detail end,
  case %(up)s when 'record_position' then record_position end,
  case %(up)s when 'last_seen_at' then last_seen_at end,
  case %(down)s when 'reason_code' then reason_code when 'source' then source when 'file_uri' then file_uri when 'detail' then detail end desc,
  case %(down)s when 'record_position' then record_position end desc,
  case %(down)s when 'last_seen_at' then last_seen_at end desc,
  quarantine_id desc
limit %(limit)s
offset %(start)s

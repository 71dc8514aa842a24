-- Refused records as a page lists them, the newest first, behind the one where the page before ended.
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
  and (%(before)s::bigint is null or quarantine_id < %(before)s)
order by quarantine_id desc
limit %(limit)s

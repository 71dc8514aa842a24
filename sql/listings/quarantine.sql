-- operator: Refused records, the newest first.
select quarantine_id, reason_code, source, file_uri, record_position, format, detail, last_seen_at, fetched_at, dismissed_by, note
from ops.quarantine
where case %(state)s
    when 'open' then is_open
    when 'dismissed' then dismissed_at is not null and resolved_at is null
    when 'resolved' then resolved_at is not null
    else true
  end
  and (%(reason)s::text is null or reason_code = %(reason)s)
  and (%(source)s::text is null or source = %(source)s)
  and (%(format)s::text is null or coalesce(format, 'none') = %(format)s)
  and (%(day)s::date is null or (fetched_at at time zone 'UTC')::date = %(day)s::date)
order by quarantine_id desc

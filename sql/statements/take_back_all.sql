-- Take back the dismissals of all refusals of a filter, up to the newest that the page has shown.
update ops.decision
set revoked_at = %(now)s, revoked_by = %(decided_by)s
where verdict = 'dismiss'
  and revoked_at is null
  and rejected_record_id in (
    select quarantine_id
    from ops.quarantine
    where dismissed_at is not null
      and resolved_at is null
      and quarantine_id <= %(up_to)s
      and (%(reason)s::text is null or reason_code = %(reason)s)
      and (%(source)s::text is null or source = %(source)s)
      and (%(format)s::text is null or coalesce(format, '') = %(format)s)
      and (%(day)s::date is null or (
        fetched_at >= %(day)s::timestamp at time zone 'UTC' and fetched_at < (%(day)s::date + 1)::timestamp at time zone 'UTC'
      ))
  )

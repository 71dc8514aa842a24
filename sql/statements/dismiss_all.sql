-- Leave all open refusals of a filter out of the open quarantine, up to the newest that the page has shown; each is a decision that
-- says by which filter.
insert into ops.decision (verdict, rejected_record_id, decided_by, note, decided_at, details)
select 'dismiss', quarantine_id, %(decided_by)s, %(note)s, %(now)s, %(details)s::jsonb
from ops.quarantine
where is_open
  and quarantine_id <= %(up_to)s
  and (%(reason)s::text is null or reason_code = %(reason)s)
  and (%(source)s::text is null or source = %(source)s)
  and (%(format)s::text is null or coalesce(format, '') = %(format)s)
  and (%(day)s::date is null or (
    fetched_at >= %(day)s::timestamp at time zone 'UTC' and fetched_at < (%(day)s::date + 1)::timestamp at time zone 'UTC'
  ))
on conflict (rejected_record_id) where revoked_at is null and verdict = 'dismiss' do nothing

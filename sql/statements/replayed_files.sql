-- The files that are to be read again: those of open refusals, of named ones, or all that were fetched on certain days. What is
-- null does not choose. Files whose bytes were removed are not among them.
select file.file_id
from ops.file
join news.source using (source_id)
where file.bytes_deleted_at is null
  and (%(source)s::text is null or source.slug = %(source)s)
  and (%(file_ids)s::bigint[] is null or file.file_id = any (%(file_ids)s))
  and (%(first_day)s::date is null or file.fetched_at >= %(first_day)s::timestamp at time zone 'UTC')
  and (%(last_day)s::date is null or file.fetched_at < (%(last_day)s::date + 1)::timestamp at time zone 'UTC')
  and (
    (
      not %(by_refusal)s
      and (
        %(format)s::text is null
        or exists (select from ops.run_file where run_file.file_id = file.file_id and run_file.format = %(format)s)
      )
    )
    or file.file_id in (
      select r.file_id
      from ops.rejected_record as r
      where r.resolved_at is null
        and (%(reason)s::text is null or r.reason_code = %(reason)s)
        and (%(run_id)s::bigint is null or r.last_run_id = %(run_id)s)
        and (%(format)s::text is null or coalesce(r.format, '') = %(format)s)
        and (%(record_ids)s::bigint[] is null or r.rejected_record_id = any (%(record_ids)s))
        and (%(record_ids)s::bigint[] is not null or not exists (
          select from ops.decision
          where decision.rejected_record_id = r.rejected_record_id
            and decision.verdict = 'dismiss'
            and decision.revoked_at is null
        ))
    )
  )
order by file.source_id, file.file_id

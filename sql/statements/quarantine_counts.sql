-- How many records were refused, by what a person may choose of them: as ops.quarantine has them, with no join but what is needed.
select counted.reason_code as reason, source.slug as source, counted.format, sum(counted.records)::bigint as records
from (
  select r.reason_code, file.source_id, coalesce(r.format, '') as format, count(*) as records
  from ops.rejected_record as r
  join ops.file using (file_id)
  left join ops.decision as dismissal
    on dismissal.rejected_record_id = r.rejected_record_id
    and dismissal.verdict = 'dismiss'
    and dismissal.revoked_at is null
  where case %(state)s
      when 'open' then r.resolved_at is null and dismissal.decision_id is null
      when 'dismissed' then r.resolved_at is null and dismissal.decision_id is not null
      when 'resolved' then r.resolved_at is not null
      else true
    end
    and (%(day)s::date is null or (
      file.fetched_at >= %(day)s::timestamp at time zone 'UTC' and file.fetched_at < (%(day)s::date + 1)::timestamp at time zone 'UTC'
    ))
  group by r.reason_code, file.source_id, coalesce(r.format, '')
) as counted
join news.source using (source_id)
group by counted.reason_code, source.slug, counted.format

-- Records of the run that were refused, by source and reason: staged before its load, kept after it; how many of them are in files
-- that somebody has decided on at the gate of an earlier run.
select
  source.slug, refused.reason_code, count(*) as records, count(*) filter (where ops.is_decided(file_id, %(run_id)s)) as decided
from (
  select file_id, reason_code
  from staging.rejection
  where run_id = %(run_id)s
  union all
  select file_id, reason_code
  from ops.rejected_record
  where last_run_id = %(run_id)s
    and resolved_at is null
) as refused
join ops.file using (file_id)
join news.source using (source_id)
group by source.slug, refused.reason_code
order by records desc, source.slug, refused.reason_code

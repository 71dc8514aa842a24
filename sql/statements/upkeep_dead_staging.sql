-- Runs that began before a time and still have rows in staging: they will not load them any more.
select run_id
from (
  select run_id from staging.file
  union
  select run_id from staging.file_range
  union
  select run_id from staging.article
  union
  select run_id from staging.rejection
  union
  select run_id from staging.outcome
) as staged
left join ops.run using (run_id)
where coalesce(run.started_at, '-infinity') < %(before)s
order by run_id

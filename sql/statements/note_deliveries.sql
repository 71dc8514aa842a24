-- What each source delivered that this run is the first to hold. Called after the fetch, before the gate and in the load: records are
-- counted once they are read. A rehearsal holds nothing, and neither does a run that reads known files again.
insert into ops.run_source (run_id, source_id, day, files, bytes, records, quarantined)
select
  run_file.run_id,
  file.source_id,
  coalesce(run.news_day, run.day, (run.started_at at time zone 'UTC')::date),
  count(*),
  sum(file.size),
  sum(coalesce(run_file.found, read.found)),
  sum(
    case
      when run_file.loaded_at is not null then run_file.quarantined
      when read.file_id is not null then (
        select count(*) from staging.rejection where rejection.run_id = run_file.run_id and rejection.file_id = run_file.file_id
      )
    end
  )
from ops.run_file
join ops.run on run.run_id = run_file.run_id and run.trigger in ('airflow', 'command')
join ops.file using (file_id)
left join staging.file as read on read.run_id = run_file.run_id and read.file_id = run_file.file_id
where run_file.run_id = %(run_id)s
  and not exists (
    select from ops.run_file as earlier
    join ops.run as earlier_run on earlier_run.run_id = earlier.run_id and not earlier_run.dry_run
    where earlier.file_id = run_file.file_id and earlier.run_id < run_file.run_id
  )
group by run_file.run_id, file.source_id, run.news_day, run.day, run.started_at
on conflict (run_id, source_id) do update set
  files = excluded.files,
  bytes = excluded.bytes,
  -- What the gate held back is staged no more: what was counted before stays.
  records = coalesce(excluded.records, run_source.records),
  quarantined = coalesce(excluded.quarantined, run_source.quarantined)

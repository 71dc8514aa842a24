-- Gives the run every file, of certain sources or of all, that no load has taken in yet, cut into batches after those it has.
-- There are never more batches than one run of Airflow takes: rather they are larger.
with used as (
  select greatest(
    coalesce((select max(batch) from ops.run_file where run_id = %(run_id)s), 0),
    coalesce((select max(batch) from ops.run_range where run_id = %(run_id)s), 0)
  ) as last_batch
)
insert into ops.run_file (run_id, file_id, batch)
select
  %(run_id)s,
  file_id,
  (select last_batch from used)
    + 1 + (row_number() over (order by source_id, file_id) - 1) / greatest(
      %(batch_files)s,
      ceil(
        count(*) over ()::numeric
        / greatest(%(most_batches)s - (select last_batch from used), 1)
      )::bigint
    )
from ops.file
where loaded_at is null
  -- Rejected with an earlier run, and neither released nor discarded since.
  and held_run_id is null
  and discarded_at is null
  -- Its source was forgotten, and has not sent it since.
  and bytes_released_at is null
  and (%(source_ids)s::bigint[] is null or source_id = any(%(source_ids)s))
  and not exists (
    select from ops.run_file where run_file.run_id = %(run_id)s and run_file.file_id = file.file_id
  )

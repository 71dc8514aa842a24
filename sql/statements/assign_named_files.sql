-- Gives the run certain files, loaded before or not, cut into batches after those it has.
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
where file_id = any(%(file_ids)s)
on conflict (run_id, file_id) do nothing

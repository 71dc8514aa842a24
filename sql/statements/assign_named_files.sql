-- Gives the run certain files, loaded before or not, cut into batches after those it has.
-- There are never more batches than one run of Airflow takes: rather they are larger.
insert into ops.run_file (run_id, file_id, batch)
select
  %(run_id)s,
  file_id,
  (select coalesce(max(batch), 0) from ops.run_file where run_id = %(run_id)s)
    + 1 + (row_number() over (order by source_id, file_id) - 1) / greatest(
      %(batch_files)s,
      ceil(
        count(*) over ()::numeric
        / greatest(%(most_batches)s - (select coalesce(max(batch), 0) from ops.run_file where run_id = %(run_id)s), 1)
      )::bigint
    )
from ops.file
where file_id = any(%(file_ids)s)
on conflict (run_id, file_id) do nothing

-- The run's batches that are not loaded yet, behind a certain one: how many files each reads and from how many bytes, and which
-- range of how many where it is one of a large file.
with due as (
  select run_file.file_id, run_file.batch, null::integer as range_number, null::bigint as bytes
  from ops.run_file
  where run_file.run_id = %(run_id)s
    and run_file.loaded_at is null
    and run_file.held_at is null
    and run_file.batch > %(after)s
    and not exists (
      select from ops.run_range as ranged where ranged.run_id = run_file.run_id and ranged.file_id = run_file.file_id
    )
  union all
  select run_range.file_id, run_range.batch, run_range.range_number, run_range.end_at - run_range.start_at
  from ops.run_range
  join ops.run_file using (run_id, file_id)
  where run_range.run_id = %(run_id)s
    and run_file.loaded_at is null
    and run_file.held_at is null
    and run_range.batch > %(after)s
)
select
  due.batch,
  count(*) as files,
  min(source.slug) as first_source,
  max(source.slug) as last_source,
  sum(coalesce(due.bytes, file.size))::bigint as bytes,
  max(due.range_number) as range_number,
  max(file.name) filter (where due.range_number is not null) as ranged_file,
  max((
    select count(*) from ops.run_range where run_range.run_id = %(run_id)s and run_range.file_id = due.file_id
  )) filter (where due.range_number is not null) as ranges
from due
join ops.file using (file_id)
join news.source using (source_id)
group by due.batch
order by due.batch

-- The files of one batch that are not loaded yet; of a file that is read in ranges, the range that is the batch's.
select
  file.file_id, file.source_id, source.slug, file.name, file.uri, encode(file.sha256, 'hex') as sha256, file.size,
  file.modified_at, file.fetched_at, file.opt_out,
  part.range_number, part.start_at, part.end_at, part.packed_at, part.unpacked_at, part.position_from
from (
  select run_file.file_id, run_range.*
  from ops.run_file
  left join ops.run_range as run_range on false
  where run_file.run_id = %(run_id)s
    and run_file.batch = %(batch)s
    and run_file.loaded_at is null
    and run_file.held_at is null
    and not exists (
      select from ops.run_range as ranged where ranged.run_id = run_file.run_id and ranged.file_id = run_file.file_id
    )
  union all
  select run_range.file_id, run_range.*
  from ops.run_range
  join ops.run_file using (run_id, file_id)
  where run_range.run_id = %(run_id)s
    and run_range.batch = %(batch)s
    and run_file.loaded_at is null
    and run_file.held_at is null
) as part (
  file_id, run_id, ranged_file_id, range_number, batch, start_at, end_at, packed_at, unpacked_at, position_from
)
join ops.file on file.file_id = part.file_id
join news.source using (source_id)
where file.loaded_at is not null or file.bytes_released_at is null
order by file.file_id

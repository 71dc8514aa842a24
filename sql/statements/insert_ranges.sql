-- The ranges of a file in a run: the first one is read by the file's own batch, each other one by a further batch.
insert into ops.run_range (
  run_id, file_id, range_number, batch, start_at, end_at, packed_at, unpacked_at, position_from
)
select
  run_file.run_id, run_file.file_id, planned.number,
  case
    when planned.number = 1 then run_file.batch
    else greatest(
      (select max(batch) from ops.run_file as other where other.run_id = run_file.run_id),
      (select max(batch) from ops.run_range as other where other.run_id = run_file.run_id)
    ) + planned.number - 1
  end,
  planned.start_at, planned.end_at, planned.packed_at, planned.unpacked_at, planned.position_from
from ops.run_file
cross join unnest(
  %(numbers)s::integer[], %(starts)s::bigint[], %(ends)s::bigint[], %(packed)s::bigint[], %(unpacked)s::bigint[], %(positions)s::integer[]
) as planned (number, start_at, end_at, packed_at, unpacked_at, position_from)
where run_file.run_id = %(run_id)s
  and run_file.file_id = %(file_id)s
on conflict do nothing

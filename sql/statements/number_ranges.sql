-- Numbers the records of ranges through their file: those of a range behind those of the ranges in front of it.
with placed as (
  select
    file_id, range_number, batch, numbered_from,
    (sum(found) over (partition by file_id order by range_number) - found)::integer as wanted
  from staging.file_range
  where run_id = %(run_id)s
),
moved as (
  select file_id, range_number, batch, wanted - numbered_from as shift from placed where numbered_from <> wanted
),
articles as (
  update staging.article as a
  set record_position = record_position + moved.shift
  from moved
  where a.run_id = %(run_id)s and a.file_id = moved.file_id and a.batch = moved.batch
),
rejections as (
  update staging.rejection as r
  set record_position = record_position + moved.shift
  from moved
  where r.run_id = %(run_id)s and r.file_id = moved.file_id and r.batch = moved.batch
)
update staging.file_range as f
set numbered_from = numbered_from + moved.shift
from moved
where f.run_id = %(run_id)s and f.file_id = moved.file_id and f.range_number = moved.range_number

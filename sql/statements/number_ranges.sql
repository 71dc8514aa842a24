-- Numbers the records of ranges through their file: those of a range behind those of the ranges in front of it. Where a range has
-- moved since they were numbered, they go `apart` first, to the numbers by which they were staged, far from all others.
with placed as (
  select
    read.file_id, read.range_number, read.batch, read.numbered_from,
    (sum(read.found) over (partition by read.file_id order by read.range_number) - read.found)::integer as wanted,
    planned.position_from
  from staging.file_range as read
  join ops.run_range as planned using (run_id, file_id, range_number)
  where read.run_id = %(run_id)s
),
moved as (
  select file_id, range_number, batch, target - numbered_from as shift
  from placed
  cross join lateral (select case when %(apart)s then position_from else wanted end as target) as step
  where numbered_from <> wanted and numbered_from <> target
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

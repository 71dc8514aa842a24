-- Forgets what is staged of files that have a range which was not read, and names these files: they stay due.
with part as (
  select planned.file_id, count(*) as ranges, count(read.range_number) as read
  from ops.run_range as planned
  join ops.run_file using (run_id, file_id)
  left join staging.file_range as read using (run_id, file_id, range_number)
  where planned.run_id = %(run_id)s
    and run_file.loaded_at is null
  group by planned.file_id
  having count(read.range_number) < count(*)
),
articles as (
  delete from staging.article where run_id = %(run_id)s and file_id in (select file_id from part)
),
rejections as (
  delete from staging.rejection where run_id = %(run_id)s and file_id in (select file_id from part)
),
ranges as (
  delete from staging.file_range where run_id = %(run_id)s and file_id in (select file_id from part)
),
files as (
  delete from staging.file where run_id = %(run_id)s and file_id in (select file_id from part)
)
select file.uri, part.ranges, part.read from part join ops.file using (file_id) where part.read > 0 order by file.file_id

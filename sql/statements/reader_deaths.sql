-- Where readers died in the files of a batch; of a file that is read in ranges, in the batch's range.
select reader_death.file_id, reader_death.start_at, reader_death.end_at, reader_death.deaths, reader_death.detail
from ops.run_file
join ops.reader_death using (file_id)
left join ops.run_range as planned
  on planned.run_id = run_file.run_id and planned.file_id = run_file.file_id and planned.batch = %(batch)s
where run_file.run_id = %(run_id)s
  and case
    when planned.file_id is not null
      then reader_death.end_at > 0 and reader_death.start_at >= planned.start_at and reader_death.start_at < planned.end_at
    else run_file.batch = %(batch)s and reader_death.end_at = 0
  end
order by reader_death.file_id, reader_death.start_at, reader_death.end_at

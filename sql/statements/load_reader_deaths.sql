-- What is loaded is settled: where the file is read again, readers that died before count no more.
delete from ops.reader_death
using staging.file as f
where f.run_id = %(run_id)s
  and reader_death.file_id = f.file_id

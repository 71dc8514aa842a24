-- The files of a run whose bytes are not in the raw store any more.
select f.file_id, source.slug, file.name, encode(file.sha256, 'hex') as sha256
from staging.rejection as f
join ops.file using (file_id)
join news.source using (source_id)
where f.run_id = %(run_id)s
  and f.reason_code = 'missing_bytes'
order by f.file_id

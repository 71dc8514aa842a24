-- A run's records whose texts were read by another method than the one that holds now.
select a.file_id, a.record_position, a.content_sha256, a.body, a.headline, a.language
from staging.article as a
join staging.file using (run_id, file_id)
where a.run_id = %(run_id)s
  and file.method <> %(method)s
  and a.packed_terms <> ''
order by a.file_id, a.record_position

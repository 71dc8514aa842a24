-- The marks of certain texts of a run.
select distinct on (content_sha256) content_sha256, marks
from staging.article
where run_id = %(run_id)s
  and content_sha256 = any(%(content_sha256)s)
order by content_sha256, language, uri_sha256, body

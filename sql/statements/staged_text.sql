-- Certain texts of a run. One that came in two languages is read in the same one whatever the order.
select distinct on (content_sha256) content_sha256, language, headline, body
from staging.article
where run_id = %(run_id)s
  and content_sha256 = any(%(content_sha256)s)
order by content_sha256, language, headline, uri_sha256, body

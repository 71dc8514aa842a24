-- The ids of the articles that later records of this run show again or change.
update staging.outcome as o
set article_id = article.article_id
from staging.article as a
cross join news.article
where o.run_id = %(run_id)s
  and o.article_id is null
  and a.run_id = o.run_id
  and a.file_id = o.file_id
  and a.record_position = o.record_position
  and article.source_id = a.source_id
  and article.uri_sha256 = o.uri_sha256

-- The ids of the articles of this run that other records of it repeat.
update staging.outcome as o
set matched_article_id = matched.article_id
from staging.outcome as matched
where o.run_id = %(run_id)s
  and matched.run_id = o.run_id
  and matched.arrival = o.matched_arrival
  and o.matched_arrival is not null

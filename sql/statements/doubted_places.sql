-- Those of a run's ids and addresses that are known to be shared by unlike articles.
select distinct doubt.source_id, doubt.place_sha256
from staging.article as a
join ops.identity_doubt as doubt
  on doubt.source_id = a.source_id and doubt.place_sha256 in (a.place_sha256, a.other_sha256)
where a.run_id = %(run_id)s

-- The features of the run's texts, of the spelling that is stored. Texts that were loaded without get theirs when they come again.
insert into news.content_features (content_id, month, method, features)
select distinct on (content_key.content_id) content_key.content_id, %(month)s, run.method, a.features
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
join ops.run using (run_id)
join news.content_key using (content_sha256)
where o.run_id = %(run_id)s
  and a.features is not null
  and not exists (
    select from news.content_features as held
    where held.content_id = content_key.content_id and held.method = run.method
  )
order by content_key.content_id, o.arrival

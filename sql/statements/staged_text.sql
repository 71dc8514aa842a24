-- The texts of a run that have not been compared yet: those that are new, or new on their day.
select distinct on (a.content_sha256) a.content_sha256, a.language, a.body
from staging.article as a
left join news.content_key using (content_sha256)
left join news.content_appearance as known
  on known.content_id = content_key.content_id and known.day = a.day and known.publisher = a.publisher
where a.run_id = %(run_id)s
  and known.content_id is null
order by a.content_sha256

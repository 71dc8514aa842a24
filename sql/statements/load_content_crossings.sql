-- What texts in other languages look for, for each of the run's appearances; of the spelling that incoming_appearances.sql chooses.
-- The appearances have just been written, and nobody has counted them: a join would pair all texts of a publisher's day.
insert into news.content_crossing (content_id, day, publisher, language, crossing)
select distinct on (content_key.content_id, a.day, a.publisher)
  content_key.content_id, a.day, a.publisher, btrim(encode(substr(a.crossing, 1, 8), 'escape')), a.crossing
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
join news.content_key using (content_sha256)
where o.run_id = %(run_id)s
  and a.crossing <> ''
  and exists (
    select from news.content_appearance as shown
    where shown.content_id = content_key.content_id and shown.day = a.day and shown.publisher = a.publisher
    offset 0
  )
order by content_key.content_id, a.day, a.publisher, a.language, a.uri_sha256, a.body
on conflict (content_id, day, publisher) do nothing

-- The marks of texts that have none yet; of the spelling that incoming_appearances.sql chooses.
insert into news.content_mark (mark, content_id)
select unnest(chosen.marks), content_key.content_id
from (
  select distinct on (a.content_sha256) a.content_sha256, a.marks
  from staging.outcome as o
  join staging.article as a using (run_id, file_id, record_position)
  where o.run_id = %(run_id)s
    and a.packed_terms <> ''
  order by a.content_sha256, a.language, a.uri_sha256, a.body
) as chosen
join news.content_key using (content_sha256)
where not exists (select from news.content_mark as held where held.content_id = content_key.content_id)

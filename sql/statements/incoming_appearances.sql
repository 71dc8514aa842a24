-- What of a run is to be compared: each text that is new, or new on its day or with its publisher, or that
-- an article says again. A text that came in
-- two spellings has the terms of one of them, whatever the order.
with chosen as materialized (
  select distinct on (content_sha256) content_sha256, packed_terms, crossing
  from staging.article
  where run_id = %(run_id)s
  order by content_sha256, language, uri_sha256, body
)
select distinct a.content_sha256, a.day, a.publisher, chosen.packed_terms as terms, content_key.content_id, chosen.crossing
from staging.article as a
join chosen using (content_sha256)
left join news.content_key using (content_sha256)
left join news.content_appearance as known
  on known.content_id = content_key.content_id and known.day = a.day and known.publisher = a.publisher
where a.run_id = %(run_id)s
  and (known.content_id is null or a.content_sha256 = any(%(again)s::bytea[]))
  and chosen.packed_terms <> ''
order by a.content_sha256, a.day, a.publisher

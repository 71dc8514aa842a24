-- Terms and features of staged records, read by the method that holds now.
update staging.article
set packed_terms = fresh.terms, features = fresh.features, crossing = fresh.crossing
from unnest(
  %(file_ids)s::bigint[], %(positions)s::integer[], %(terms)s::bytea[], %(features)s::bytea[], %(crossings)s::bytea[]
) as fresh (file_id, record_position, terms, features, crossing)
where article.run_id = %(run_id)s
  and article.file_id = fresh.file_id
  and article.record_position = fresh.record_position

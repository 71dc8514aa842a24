-- The terms of texts that are compared without other sentences from now on.
update news.content_appearance
set terms = fresh.terms
from unnest(%(content_ids)s::bigint[], %(terms)s::bytea[]) as fresh (content_id, terms)
where content_appearance.content_id = fresh.content_id
  and content_appearance.terms <> ''

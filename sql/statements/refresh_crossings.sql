-- What texts in other languages look for in texts that are compared without other sentences from now on; also where it was missing.
insert into news.content_crossing (content_id, day, publisher, language, crossing)
select
  shown.content_id, shown.day, shown.publisher, btrim(encode(substr(fresh.crossing, 1, 8), 'escape')), fresh.crossing
from unnest(%(content_ids)s::bigint[], %(crossings)s::bytea[]) as fresh (content_id, crossing)
join news.content_appearance as shown using (content_id)
where shown.terms <> ''
  and fresh.crossing <> ''
on conflict (content_id, day, publisher) do update set language = excluded.language, crossing = excluded.crossing

-- The marks of texts that are compared without other sentences from now on; also where they were missing. Old ones stay: they only find.
insert into news.content_mark (mark, content_id)
select fresh.mark, fresh.content_id
from unnest(%(marks)s::bigint[], %(content_ids)s::bigint[]) as fresh (mark, content_id)
where exists (select from news.content_key where content_key.content_id = fresh.content_id)
  and not exists (
    select from news.content_mark as held where held.content_id = fresh.content_id and held.mark = fresh.mark
  )

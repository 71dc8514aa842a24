-- The texts themselves, each once.
insert into news.content (content_id, month, body, word_count, first_seen_at)
select distinct on (content_key.content_id)
  content_key.content_id, content_key.month, a.body, a.word_count, %(now)s
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
join news.content_key using (content_sha256)
where o.run_id = %(run_id)s
  and o.outcome <> 'unchanged'
  and not exists (
    select from news.content
    where content.content_id = content_key.content_id and content.month = content_key.month
  )
order by content_key.content_id, o.arrival

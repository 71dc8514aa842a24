-- Texts that are not cut into sentences yet, in the order of their ids: all that are held, or certain ones.
select content_key.content_id
from news.content_key
where (%(content_ids)s::bigint[] is null or content_key.content_id = any (%(content_ids)s::bigint[]))
  and not exists (select from news.sentence_text where sentence_text.content_id = content_key.content_id and sentence_text.month = content_key.month)
order by content_key.content_id

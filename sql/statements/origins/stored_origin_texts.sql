-- Of certain texts the sentences that another text is known to have had, too, before any other one; for whomever.
select content_id, sentence_number, origin_content_id, origin_sentence_number
from news.sentence_origin
where content_id = any (%(content_ids)s)

-- The prints of certain texts.
select content_id, prints
from news.sentence_text
where content_id = any (%(content_ids)s)

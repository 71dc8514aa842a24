-- The texts that have sentences in common with certain ones.
select other_content_id as content_id
from news.sentence_match
where content_id = any (%(content_ids)s)
union
select content_id
from news.sentence_match
where other_content_id = any (%(content_ids)s)

-- The sentences that certain texts have in common with others: once from each side that is asked for.
select content_id as one, other_content_id as other, false as turned, matches
from news.sentence_match
where content_id = any (%(content_ids)s)
union all
select other_content_id, content_id, true, matches
from news.sentence_match
where other_content_id = any (%(content_ids)s)

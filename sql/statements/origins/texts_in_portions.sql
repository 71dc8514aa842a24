-- All texts that are cut into sentences, in the order of their ids, a portion at a time.
select content_id
from news.sentence_text
where content_id > %(after)s
order by content_id
limit %(limit)s

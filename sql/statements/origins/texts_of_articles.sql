-- The texts of certain articles in all their versions, and the texts that have a sentence from one of them.
select content_id
from news.version
where article_id = any (%(article_ids)s)
union
select content_id
from news.sentence_origin
where origin_article_id = any (%(article_ids)s)

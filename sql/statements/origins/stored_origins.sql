-- The origins that are stored of certain texts.
select content_id, sentence_number, origin_article_id, origin_content_id, origin_sentence_number, kind, similarity, audience
from news.sentence_origin
where content_id = any (%(content_ids)s)

-- The origins of certain texts: they are written anew.
delete from news.sentence_origin
where content_id = any (%(content_ids)s)

-- When and by whom certain texts were carried, as far as they are compared.
select content_id, day, publisher from news.content_appearance where content_id = any(%(content_ids)s) and terms <> ''

-- A message has told of these articles' stories.
update ops.saved_search_story
set told_at = %(now)s
where name = %(name)s
  and article_id = any (%(article_ids)s)
  and told_at is null

-- The features of the other texts stay what they are, under the new name of the method.
update news.content_features
set method = %(method)s
where method = %(old_method)s
  and content_id <> all(%(content_ids)s)

-- The words of a source's boilerplate, where no article of it is held any more. What is set aside by their keys stays as it is
-- until it is learned anew.
update news.boilerplate
set sentence = ''
where source_id = any(%(source_ids)s)
  and sentence <> ''
  and not exists (select from news.article where article.source_id = boilerplate.source_id)

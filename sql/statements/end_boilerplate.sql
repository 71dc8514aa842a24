-- Sentences of a source that are boilerplate no more.
update news.boilerplate
set valid_to = %(now)s, ended_run_id = %(run_id)s
where source_id = %(source_id)s
  and sentence_key = any(%(keys)s)
  and valid_to is null

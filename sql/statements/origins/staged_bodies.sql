-- Texts that a run has staged and that are not held yet, with the language of their records, some at a time; the words of those alone
-- whose sentences nobody has cut.
select
  a.file_id,
  a.record_position,
  case when a.sentences is null then a.body else '' end as body,
  a.language,
  md5(a.body) as digest,
  a.sentences
from staging.article as a
where a.run_id = %(run_id)s
  and (a.file_id, a.record_position) > (%(file_id)s, %(record_position)s)
  and not exists (select from news.content_key where content_key.content_sha256 = a.content_sha256)
order by a.file_id, a.record_position
limit %(limit)s

-- The files that brought the states of one article, and the runs that read them.
select
  file.file_id, file.name, file.uri, encode(file.sha256, 'hex') as sha256, file.size, file.modified_at, file.fetched_at,
  file.last_seen_at, file.loaded_at, source.slug as source,
  array(
    select run_id from ops.run_file where run_file.file_id = file.file_id order by run_id desc limit 20
  ) as run_ids
from (select distinct file_id from news.version where article_id = %(article_id)s) as used
join ops.file using (file_id)
join news.source using (source_id)
order by file.file_id
limit 30

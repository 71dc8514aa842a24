-- An id for each new article, in the order of arrival.
update staging.outcome as o
set article_id = numbered.article_id
from (
  select file_id, record_position, nextval(pg_get_serial_sequence('news.article', 'article_id')) as article_id
  from (
    select file_id, record_position
    from staging.outcome
    where run_id = %(run_id)s and outcome in ('original', 'copy', 'near_copy', 'rewrite', 'translation')
    order by arrival
  ) as ordered
) as numbered
where o.run_id = %(run_id)s
  and o.file_id = numbered.file_id
  and o.record_position = numbered.record_position

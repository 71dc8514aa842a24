-- When the record that an article shows was fetched, and the last day on which it can have been published anywhere.
select
  (file.fetched_at at time zone 'UTC')::date as fetched_on,
  (file.fetched_at at time zone 'UTC')::date + 1 as latest_day
from news.article
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join ops.file using (file_id)
where article.article_id = %(article_id)s

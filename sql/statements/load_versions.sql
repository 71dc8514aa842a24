-- The first version of each new article, and each new version of a known one.
insert into news.version (
  article_id, version, month, version_sha256, content_id, content_month, published_on, published_at, published_precision,
  evidence, run_id, file_id, record_position, first_seen_at, became_current, delivered_date,
  :stated_columns
)
select
  o.article_id, o.version, %(month)s, a.version_sha256, content_key.content_id, content_key.month, a.published_on,
  a.published_at, a.published_precision, a.evidence, o.run_id, o.file_id, o.record_position, %(now)s,
  o.version = 1 or o.is_current, a.delivered_date,
  a.:stated_columns
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
join news.content_key using (content_sha256)
where o.run_id = %(run_id)s
  and o.outcome <> 'unchanged'
order by o.arrival

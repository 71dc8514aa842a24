-- The texts of a source, as its articles show them now, each with its day.
select
  coalesce(version.published_on, (version.first_seen_at at time zone 'UTC')::date) as day,
  content.content_id,
  content.body
from news.article
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join news.content on content.content_id = version.content_id and content.month = version.content_month
where article.source_id = %(source_id)s
  and version.pub_status <> 'canceled'
order by article.article_id

-- The states of one article, each with the file and the run that brought it, or the decision that made it.
select
  version.version, version.content_id,
  version.:stated_columns,
  version.published_on, version.published_at,
  version.run_id, run.trigger, run.run_key, version.file_id, version.record_position, version.first_seen_at,
  version.became_current, version.decision_id, version.delivered_date is not null as is_decided,
  content.word_count, left(content.body, 20000) as body,
  version.version = article.current_version as is_current
from news.version
join news.article using (article_id)
join ops.run using (run_id)
join news.content on content.content_id = version.content_id and content.month = version.content_month
where version.article_id = %(article_id)s
order by version.version desc
limit 30

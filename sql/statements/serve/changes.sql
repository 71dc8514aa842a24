-- What changed since a token, each with the place that it was read from where it is shown.
select
  changed.article_id, changed.story_id, shown.event_id, changed.change, changed.at, changed.token,
  shown.source, shown.uri, shown.headline, shown.published_on, shown.file_uri, shown.record_position, shown.version,
  coalesce(shown.run_id, changed.run_id) as run_id, shown.licence
from analytics.changes(%(since)s, %(limit)s) with ordinality as changed
left join lateral analytics.article(changed.article_id) as shown on true
order by changed.ordinality

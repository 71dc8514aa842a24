-- What is most like an article in meaning, each with the place that it was read from.
select
  found.article_id, found.story_id, found.event_id, found.similarity, found.published_on, found.source, found.language, found.headline,
  shown.uri, shown.file_uri, shown.record_position, shown.version, shown.run_id, shown.licence
from analytics.more_like(
  %(id)s, max_results => %(limit)s, days => %(days)s, in_language => %(language)s
) with ordinality as found
cross join lateral analytics.article(found.article_id) as shown
order by found.ordinality

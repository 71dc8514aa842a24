-- What a search finds, each with the place that it was read from.
select
  found.article_id, found.story_id, found.event_id, found.score, found.published_on, found.source, found.language, found.headline, found.snippet, found.searched_as,
  shown.uri, shown.file_uri, shown.record_position, shown.version, shown.run_id, shown.licence
from analytics.search(
  %(query)s, language => %(language)s, from_day => %(from_day)s, to_day => %(to_day)s, source => %(source)s,
  max_results => %(limit)s, one_per_story => %(one_per_story)s, one_per_event => %(one_per_event)s
) with ordinality as found
cross join lateral analytics.article(found.article_id) as shown
order by found.ordinality

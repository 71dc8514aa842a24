-- Articles that analysts see whose headline or text has certain words, the best and newest first, what has words that are spelled alike
-- last; those of one event stand together.
select
  found.article_id, found.source, found.uri, found.headline, found.published_on, found.event_id, found.searched_as,
  case when found.is_first then event.name end as event_name,
  case when found.is_first then event.story_count end as event_stories
from (
  select
    ranked.*,
    min(ranked.place) over (partition by ranked.event_id, case when ranked.event_id is null then ranked.article_id end) as group_place,
    row_number() over (partition by ranked.event_id order by ranked.place) = 1 as is_first
  from analytics.search(%(words)s, max_results => %(limit)s) with ordinality as ranked (
    article_id, story_id, score, published_on, source, language, headline, snippet, uri, event_id, searched_as, place
  )
) as found
left join lateral analytics.event(found.event_id) as event on found.is_first
order by found.group_place, found.place

-- Grain: one place of the datelines of an event, with its coordinates (degrees, WGS 84) where it is a city of GeoNames.
select named.place, named.country, known.latitude, known.longitude, named.articles, named.reports
from (
  select
    article.dateline_place as place, article.dateline_country as country, count(*) as articles,
    count(distinct article.story_id) as reports
  from analytics.stories as story
  cross join lateral analytics.articles_of_story(story.story_id) as article
  where story.event_id = %(event_id)s
    and article.dateline_place is not null
  group by article.dateline_place, article.dateline_country
) as named
left join lateral (
  select places.latitude, places.longitude
  from analytics.places
  where places.place = named.place
    and places.country is not distinct from named.country
  limit 1
) as known on true
order by named.articles desc, named.place, named.country
limit 100

-- How fast did the stories of the week go from one source to the next?
-- Theme: Firsts and spread
-- Only between the sources whose instants are known: one that gives a day alone is passed over.
select
  story.headline,
  spread.first_source,
  spread.source_count,
  round(spread.minutes_to_second_source / 60.0, 1) as hours_to_second,
  round(spread.minutes_to_last_source / 60.0, 1) as hours_to_last
from analytics.story_spread as spread
join analytics.unique_articles as story using (story_id)
where spread.day between '2025-09-22' and '2025-09-29'
  and spread.minutes_to_second_source is not null
order by spread.minutes_to_second_source, story.uri
limit 8;

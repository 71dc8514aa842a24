-- Grain: one of the twelve stories that began on the day and that most sources carried, two sources or more.
select
  story.story_id,
  story.article_id,
  left(coalesce(nullif(story.headline, ''), story.body), 300) as headline,
  story.language,
  story.source as first_source,
  left(story.agency, 100) as agency,
  left(story.dateline_place, 100) as place,
  story.article_count,
  story.source_count,
  story.sources[2:] as other_sources,
  story.copies,
  story.near_copies,
  story.rewrites,
  story.translations,
  spread.is_first_certain,
  spread.minutes_to_second_source,
  spread.minutes_to_last_source,
  spread.days
from analytics.unique_articles as story
join analytics.story_spread as spread using (story_id)
where story.published_on = %(day)s
  and story.source_count >= 2
order by story.source_count desc, story.article_count desc, story.story_id
limit 12

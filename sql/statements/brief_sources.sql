-- Grain: one source with articles of the day: how many, how many stories it was the first to have, and its usual.
select
  volume.source,
  volume.articles,
  volume.stories as reports,
  volume.first_reports as new_reports,
  activity.usual_articles
from analytics.daily_volume as volume
left join analytics.source_activity as activity on activity.day = volume.day and activity.source = volume.source
where volume.grain = 'source'
  and volume.day = %(day)s
order by volume.articles desc, volume.source

-- analyst: The stories of an event, each with why it is there.
select
  story.story_id,
  story.representative_article_id as article_id,
  story.headline,
  story.first_published_on,
  story.article_count,
  member.score,
  member.reason
from analytics.stories as story
left join analytics.event_members as member on member.story_id = story.story_id and member.valid_to is null
where story.event_id = %(event_id)s
order by first_published_on nulls last, story_id

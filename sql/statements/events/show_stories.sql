-- The stories of an event in the order of their days, each with why it is there.
select
  story.story_id,
  story.representative_article_id as article_id,
  representative.source,
  representative.language,
  story.first_published_on,
  representative.published_at,
  story.headline,
  story.article_count,
  story.source_count,
  array(
    select distinct carrier.source
    from analytics.articles_of_story(story.story_id) as carrier
    where carrier.source <> representative.source
    order by carrier.source
  ) as carried_by,
  member.joined_by_story_id,
  member.score,
  member.reason
from analytics.stories as story
cross join lateral analytics.article(story.representative_article_id) as representative
left join analytics.event_members as member on member.story_id = story.story_id and member.valid_to is null
where story.event_id = %(event_id)s
order by story.first_published_on nulls last, representative.published_at nulls last, story.story_id

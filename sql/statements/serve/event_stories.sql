-- The stories of an event, the surest first, each as the article that stands for it.
select
  member.story_id, member.score, member.reason, story.article_count, story.source_count, story.first_published_on,
  shown.article_id, shown.source, shown.headline, shown.language, shown.published_on, shown.uri, shown.file_uri, shown.record_position,
  shown.version, shown.run_id, shown.licence
from analytics.event_members as member
cross join lateral analytics.story(member.story_id) as story
cross join lateral analytics.article(story.representative_article_id) as shown
where member.event_id = %(id)s
  and member.valid_to is null
order by member.score desc, member.story_id
limit %(limit)s

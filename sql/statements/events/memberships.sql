-- The stories that are in the events of certain stories, as far as the last settling knows.
select member.event_id, member.story_id, member.joined_by_story_id, member.article_id, member.joined_by_article_id, member.score, member.reason
from news.event_member as member
where member.valid_to is null
  and member.event_id in (
    select event_id from news.event_member where story_id = any (%(story_ids)s) and valid_to is null
  )
order by member.event_id, member.story_id

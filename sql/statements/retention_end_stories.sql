-- Stories that have no article any more have ended.
update news.story
set representative_article_id = null, ended_at = %(now)s
where story_id = any(%(story_ids)s)
  and merged_into_story_id is null
  and ended_at is null
  and not exists (select from news.membership where membership.story_id = story.story_id and membership.valid_to is null)

-- fail: each story of the run that stands has a representative that belongs to it.
select story.story_id, story.representative_article_id
from news.story
left join news.membership
  on membership.article_id = story.representative_article_id
  and membership.story_id = story.story_id
  and membership.valid_to is null
where story.run_id = %(run_id)s
  and story.merged_into_story_id is null
  and story.ended_at is null
  and membership.article_id is null
order by story.story_id

-- Another representative for the stories that lost theirs, by the same order as at a load. The article that stands for a story
-- now is noted as changed.
with chosen as (
  select first.story_id, first.article_id
  from news.first_of_stories(%(story_ids)s::bigint[], %(now)s) as first
  join news.story using (story_id)
  where story.merged_into_story_id is null
    and not exists (
      select from news.membership as held
      where held.article_id = story.representative_article_id and held.story_id = story.story_id and held.valid_to is null
    )
),
turned as (
  update news.story
  set representative_article_id = chosen.article_id
  from chosen
  where story.story_id = chosen.story_id
  returning chosen.article_id
)
insert into news.change (article_id, change, run_id, changed_at)
select article_id, 'changed', %(run_id)s, %(now)s
from turned
order by article_id

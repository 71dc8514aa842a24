-- Another representative for the stories that lost theirs, by the same order as at a load: earliest published, then longest,
-- then smallest id. The article that stands for a story now is noted as changed.
with chosen as (
  select distinct on (membership.story_id) membership.story_id, membership.article_id
  from news.story
  join news.membership on membership.story_id = story.story_id and membership.valid_to is null
  join news.article on article.article_id = membership.article_id
  join news.version
    on version.article_id = article.article_id
    and version.version = article.current_version
    and version.month = article.current_month
  join news.content on content.content_id = version.content_id and content.month = version.content_month
  where story.story_id = any(%(story_ids)s)
    and story.merged_into_story_id is null
    and not exists (
      select from news.membership as held
      where held.article_id = story.representative_article_id and held.story_id = story.story_id and held.valid_to is null
    )
  order by
    membership.story_id,
    version.pub_status <> 'usable',
    version.published_on nulls last,
    version.published_at nulls last,
    content.word_count desc,
    membership.article_id
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

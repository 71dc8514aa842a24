-- Why certain stories are in the events of their centres: the bond of the two, and the articles that stand for them.
select
  story.story_id,
  story.article_id,
  center.article_id as joined_by_article_id,
  bond.score,
  bond.evidence
from unnest(%(story_ids)s::bigint[], %(centers)s::bigint[]) as wanted (story_id, center_story_id)
join news.event_story as story on story.story_id = wanted.story_id
join news.event_story as center on center.story_id = wanted.center_story_id
left join news.event_bond as bond
  on bond.story_id = least(wanted.story_id, wanted.center_story_id)
  and bond.other_story_id = greatest(wanted.story_id, wanted.center_story_id)

-- The stored stories that what a run has staged may change.
select story_id
from staging.story_group
where run_id = %(run_id)s
  and story_id is not null
union
select unnest(array[story_id, merged_into_story_id])
from staging.story_merge
where run_id = %(run_id)s
union
select membership.story_id
from staging.story_move
join news.membership on membership.article_id = story_move.article_id and membership.valid_to is null
where story_move.run_id = %(run_id)s
union
select membership.story_id
from staging.outcome as o
join news.membership on membership.article_id = o.article_id and membership.valid_to is null
where o.run_id = %(run_id)s
  and o.outcome = 'version'
union
select membership.story_id
from news.version
join news.membership on membership.article_id = version.article_id and membership.valid_to is null
where version.run_id = %(run_id)s
  and version.decision_id is not null
union
-- Another article may stand for a story of which one is hidden by hand, or shown again.
select membership.story_id
from ops.decision
join news.membership on membership.article_id = decision.article_id and membership.valid_to is null
where decision.verdict = 'hide'
order by story_id

-- The representative of each story that the run touched. Stored articles that began or ceased to stand for their story are noted
-- as changed.
with touched as (
  select story_id from staging.story_group where run_id = %(run_id)s
  union
  select merged_into_story_id from staging.story_merge where run_id = %(run_id)s
  union
  select membership.story_id
  from staging.outcome as o
  join news.membership on membership.article_id = o.article_id and membership.valid_to is null
  where o.run_id = %(run_id)s and o.outcome = 'version'
  union
  select membership.story_id
  from news.version
  join news.membership on membership.article_id = version.article_id and membership.valid_to is null
  where version.run_id = %(run_id)s and version.decision_id is not null
  union
  -- What began or ceased to be hidden, an embargo that ended since the last load included.
  select membership.story_id
  from news.hidden
  join news.membership on membership.article_id = hidden.article_id and membership.valid_to is null
  where hidden.valid_from = %(now)s
    or hidden.valid_to = %(now)s
    or (
      hidden.valid_to is null
      and hidden.embargoed <= %(now)s
      and hidden.embargoed > coalesce((select max(loaded_at) from ops.run where run_id <> %(run_id)s), '-infinity')
    )
),
chosen as (
  select story_id, article_id
  from news.first_of_stories(array(select story_id from touched), %(now)s)
),
turned as (
  update news.story
  set representative_article_id = chosen.article_id
  from chosen
  join news.story as before on before.story_id = chosen.story_id
  where story.story_id = chosen.story_id
    and story.representative_article_id is distinct from chosen.article_id
  returning before.representative_article_id as old_article_id, chosen.article_id as new_article_id
)
insert into news.change (article_id, change, run_id, changed_at)
select touched.article_id, 'changed', %(run_id)s, %(now)s
from (
  select old_article_id as article_id from turned where old_article_id is not null
  union
  select new_article_id from turned
) as touched
where not exists (
  select from staging.outcome as o
  where o.run_id = %(run_id)s
    and o.article_id = touched.article_id
    and (o.outcome <> 'version' or o.is_current)
    and o.outcome <> 'unchanged'
)
order by touched.article_id

-- Which articles carry an agency's report without naming the agency?
-- Theme: Who carries whose text
-- A hint, not a proof: the credit may have stood where the file does not show it.
select carried.source, article.headline, carried.origin, carried.outcome
from (
  select here.article_id, here.source, story.first_agency as origin, here.outcome
  from analytics.story_spread as story
  join analytics.article_facts as here using (story_id)
  where story.day = '2025-09-26'
    and story.first_agency_role = 'origin'
    and here.agency is null
    and here.source <> story.first_source
  order by origin, here.source, here.article_id
  limit 8
) as carried
cross join lateral analytics.article(carried.article_id) as article
order by carried.origin, carried.source, article.uri;

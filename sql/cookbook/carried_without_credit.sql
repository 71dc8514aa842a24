-- Which articles carry an agency's report without naming the agency?
-- Theme: Who carries whose text
-- A hint, not a proof: the credit may have stood where the file does not show it.
select article.source, article.headline, story.agency as origin, article.outcome
from analytics.unique_articles as story
join analytics.articles as article using (story_id)
where story.day = '2025-09-26'
  and story.agency_role = 'origin'
  and article.agency is null
  and article.source <> story.source
order by origin, article.source, article.uri
limit 8;

-- Which persons and organizations are named together, in how many stories?
-- Theme: Events
select one.name, other.name as together_with, count(distinct one.story_id) as stories
from analytics.names_of_articles as one
join analytics.unique_articles as story using (article_id)
join analytics.names_of_articles as other on other.article_id = one.article_id and other.name > one.name
where story.day between '2025-09-22' and '2025-09-29'
  and one.kind in ('person', 'organization')
  and other.kind in ('person', 'organization')
group by one.name, other.name
having count(distinct one.story_id) > 1
order by stories desc, one.name, other.name
limit 10;

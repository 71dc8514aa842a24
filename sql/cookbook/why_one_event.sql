-- Why are these stories one event?
-- Theme: Firsts and spread
select story.headline, member.score, member.reason
from analytics.event_members as member
join analytics.stories as story using (story_id)
where member.valid_to is null
order by member.event_id, member.score desc, story.headline
limit 8;

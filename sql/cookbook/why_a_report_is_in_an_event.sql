-- Why is a report held to be of an event, and how sure is that?
-- Theme: Events
-- Each is compared with the most central report; what was held before is there, too, with valid_to.
select story.source, left(story.headline, 50) as headline, round(member.score::numeric, 2) as score, member.reason
from analytics.event_members as member
join analytics.unique_articles as story using (story_id)
where member.event_id = (select event_id from analytics.search('Kvitsund freighter', max_results => 1))
  and member.valid_to is null
order by member.score desc, story.uri;

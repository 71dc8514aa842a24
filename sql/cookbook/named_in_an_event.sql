-- Who and what is named in the reports of an event?
-- Theme: Events
-- Stories are counted, so that forty reprints count once.
select named.name, named.kind, count(distinct named.story_id) as stories, sum(named.mentions) as mentions
from analytics.names_of_articles as named
join analytics.unique_articles as story using (article_id)
where story.event_id = (select event_id from analytics.search('Kvitsund freighter', max_results => 1))
  and named.kind is not null
group by named.name, named.kind
order by stories desc, mentions desc, named.name
limit 10;

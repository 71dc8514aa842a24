-- Which outlets report an event themselves, and which carry the report of another one?
-- Theme: Events
select
  article.source,
  count(*) filter (where article.is_representative) as own_reports,
  count(*) filter (where not article.is_representative) as carried,
  string_agg(distinct article.agency, ', ' order by article.agency) as agencies
from analytics.events as event
join analytics.articles as article using (event_id)
where event.name ilike '%Kvitsund%'
group by article.source
order by own_reports desc, carried desc, article.source;

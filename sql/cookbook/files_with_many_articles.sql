-- Which files hold most articles?
-- Theme: Rights and provenance
select source, substring(file_uri from '[^/]+$') as file, count(*) as articles, max(record_position) as last_position
from analytics.articles
where first_seen_at between '2025-09-29' and '2025-10-01'
group by source, file_uri
having count(*) > 1
order by articles desc, file
limit 8;

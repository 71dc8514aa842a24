-- How fresh each source is.
select source.slug as source, count(*) as files, max(file.fetched_at) as last_fetched_at
from ops.file
join news.source using (source_id)
group by source.slug
order by source.slug

-- The sources whose files a run has staged.
select distinct source.slug
from staging.file as f
join ops.file using (file_id)
join news.source using (source_id)
where f.run_id = %(run_id)s
order by source.slug

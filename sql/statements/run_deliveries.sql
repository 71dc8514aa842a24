-- What each source brought that no earlier run had.
select source.slug, run_source.files, run_source.bytes, run_source.records, run_source.quarantined
from ops.run_source
join news.source using (source_id)
where run_source.run_id = %(run_id)s
order by source.slug

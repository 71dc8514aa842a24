-- The sources that the run could not read, or not whole: then since when.
select failure.slug as source, failure.failure_class, failure.detail, state.incomplete_since
from ops.source_failure as failure
left join news.source on source.slug = failure.slug
left join ops.source_state as state using (source_id)
where failure.run_id = %(run_id)s
order by failure.slug

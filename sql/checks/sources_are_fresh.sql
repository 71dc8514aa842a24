-- warn: every source with a declared freshness has delivered a file within it.
select slug, freshness, last_fetched_at
from ops.expectations(%(run_id)s)
where is_stale
order by slug

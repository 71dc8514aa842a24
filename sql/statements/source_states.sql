-- How the sources last answered, and which are paused.
select
  source.source_id,
  source.slug,
  state.failures,
  state.failure_class,
  state.detail,
  state.failed_at,
  state.succeeded_at,
  state.paused_at,
  state.paused_by,
  state.pause_reason,
  state.listing_gaps,
  state.incomplete_since,
  state.incomplete_detail
from news.source
join ops.source_state as state using (source_id)
order by source.slug

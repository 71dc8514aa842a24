-- What of each source's listing is unknown now: the gaps of the last run that listed it.
select source.slug, gap.gap_number, gap.failure_class, gap.detail, gap.raw, gap.run_id
from news.source
join ops.source_state as state using (source_id)
join ops.listing_gap as gap using (source_id)
where source.slug = any (%(slugs)s)
  and state.incomplete_since is not null
  and gap.run_id = (select max(run_id) from ops.listing_gap as last where last.source_id = source.source_id)
  and gap.gap_number <= %(most)s
order by source.slug, gap.gap_number

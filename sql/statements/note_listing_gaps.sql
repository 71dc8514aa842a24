-- What of a source's listing a run could not see, in the order of the listing.
insert into ops.listing_gap (run_id, source_id, gap_number, failure_class, detail, raw, noted_at)
select %(run_id)s, %(source_id)s, gap.number, gap.failure_class, gap.detail, gap.raw, %(now)s
from unnest(%(classes)s::text[], %(details)s::text[], %(raws)s::text[]) with ordinality
  as gap (failure_class, detail, raw, number)

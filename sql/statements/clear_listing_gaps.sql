-- Forgets what an earlier try of the run could not see of a source's listing, and gaps that are older than a quarter of a year.
delete from ops.listing_gap
where source_id = %(source_id)s
  and (run_id = %(run_id)s or noted_at < %(now)s::timestamptz - interval '90 days')

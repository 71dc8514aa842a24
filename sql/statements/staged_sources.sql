-- Grain: one source of a run that is not loaded: what is staged and refused, against what is usual.
select
  coalesce(staged.source, expected.slug) as source,
  coalesce(staged.records, 0) as records,
  coalesce(staged.refused, 0) as refused,
  coalesce(staged.reasons, '{}') as reasons,
  coalesce(expected.files, 0) as files,
  expected.typical_files,
  expected.typical_records,
  expected.state,
  usual.share as usual_refused_share
from ops.staged_counts(%(run_id)s) as staged
full join ops.expectations(%(run_id)s) as expected on expected.slug = staged.source
left join lateral (
  select sum(past.quarantined)::real / nullif(sum(past.records), 0) as share
  from (
    select run_source.quarantined, run_source.records
    from ops.run_source
    join news.source using (source_id)
    join ops.run using (run_id)
    where source.slug = coalesce(staged.source, expected.slug)
      and run.state = 'published'
      and run_source.run_id < %(run_id)s
      and run_source.records > 0
    order by run_source.run_id desc
    limit 30
  ) as past
) as usual on true
order by refused desc, abs(coalesce(staged.records, 0) - coalesce(expected.typical_records, 0)) desc, source
limit 200

-- operator: What a run that waits for a decision has staged, by source, against what is usual.
select
  coalesce(staged.source, expected.slug) as source,
  expected.files,
  expected.typical_files,
  staged.records,
  expected.typical_records,
  staged.refused,
  staged.reasons
from ops.staged_counts(%(run_id)s) as staged
full join ops.expectations(%(run_id)s) as expected on expected.slug = staged.source
order by refused desc nulls last, source

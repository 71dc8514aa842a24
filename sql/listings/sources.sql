-- operator: Sources with what they brought on their newest day that is over, against what is usual.
select
  source.slug,
  source.name,
  source.owner,
  source.tags,
  expected.state,
  array_position(array['silent', 'low', 'high', 'unknown', 'as_expected'], expected.state) as urgency,
  expected.last_fetched_at,
  expected.files,
  expected.typical_files,
  expected.low_files,
  expected.high_files,
  expected.records,
  expected.typical_records,
  expected.low_records,
  expected.high_records
from news.source
left join ops.source_expectation as expected using (slug)
order by slug

-- Why sources could not be read in the last 30 days, by class: how often, and the last time.
select
  slug,
  failure_class,
  count(*) as times,
  max(failed_at) as failed_at,
  (array_agg(detail order by failed_at desc))[1] as detail,
  (array_agg(run_id order by failed_at desc))[1] as run_id
from ops.source_failure
where failed_at >= %(since)s
  and slug = any (%(slugs)s)
group by slug, failure_class
order by slug, max(failed_at) desc

-- operator: How the fetches of a source failed in the last 30 days.
select failure_class, count(*) as times, max(failed_at) as failed_at, max(run_id) as run_id, max(detail) as detail
from ops.source_failure
where slug = %(slug)s
  and failed_at >= now() - interval '30 days'
group by failure_class
order by failed_at desc

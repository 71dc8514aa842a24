-- When a task of the upkeep was last done and not rehearsed or skipped.
select max(finished_at) as finished_at
from ops.upkeep
where task = %(task)s
  and not dry_run
  and not report ? 'skipped'

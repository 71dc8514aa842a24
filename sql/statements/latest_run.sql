-- The last run that was opened, or the one with a certain key.
select run_id
from ops.run
where %(run_key)s::text is null or run_key = %(run_key)s
order by run_id desc
limit 1

-- operator: What became, or would become, of the records of a replay that were refused before.
select changed.*
from ops.run
cross join lateral jsonb_to_recordset(run.report -> 'changes' -> 'records') as changed (refused_as text, becomes text, records bigint)
where run.run_id = %(run_id)s
order by records desc, refused_as, becomes

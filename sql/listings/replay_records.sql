-- operator: The refused records of a replay, one by one.
select changed.*
from ops.run
cross join lateral jsonb_to_recordset(run.report -> 'changes' -> 'listed_records') as changed (refused_as text, becomes text, source text, file_uri text, record_position bigint, headline text)
where run.run_id = %(run_id)s
order by source, file_uri, record_position

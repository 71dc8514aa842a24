-- operator: The files of a replay, before and after.
select changed.*
from ops.run
cross join lateral jsonb_to_recordset(run.report -> 'changes' -> 'listed_files') as changed (source text, file_uri text, found_before bigint, found_after bigint, quarantined_before bigint, quarantined_after bigint, new_articles bigint, versions bigint)
where run.run_id = %(run_id)s
order by source, file_uri

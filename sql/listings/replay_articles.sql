-- operator: Articles that a replay reads otherwise.
select changed.*
from ops.run
cross join lateral jsonb_to_recordset(run.report -> 'changes' -> 'listed_articles') as changed (source text, article_id bigint, fields text[], headline_before text, headline_after text)
where run.run_id = %(run_id)s
order by source, article_id

-- Grain: one source in one run that was rejected: how many of its files stay out, since when, and who said so.
select
  gate.run_id, source.slug, count(*) as files, gate.decided_by, gate.decided_at, gate.reasons
from ops.file
join ops.gate on gate.run_id = file.held_run_id
join news.source using (source_id)
where file.held_run_id is not null
  and file.loaded_at is null
  and file.discarded_at is null
group by gate.run_id, source.slug
order by gate.run_id, source.slug

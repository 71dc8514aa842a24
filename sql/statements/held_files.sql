-- Grain: one source in one run: how many of its files stay out, since when, who said so and why. The gate holds a source back; a
-- person rejects a run.
select
  file.held_run_id as run_id,
  source.slug,
  count(*) as files,
  held_source.run_id is not null as by_gate,
  coalesce(held_source.held_at, gate.decided_at) as held_at,
  case when held_source.run_id is null then gate.decided_by end as decided_by,
  coalesce(held_source.reasons, gate.reasons) as reasons,
  held_source.staged
from ops.file
join news.source using (source_id)
left join ops.held_source
  on held_source.run_id = file.held_run_id
  and held_source.source_id = file.source_id
  and held_source.settled is null
left join ops.gate on gate.run_id = file.held_run_id
where file.held_run_id is not null
  and file.loaded_at is null
  and file.discarded_at is null
  and file.bytes_released_at is null
group by file.held_run_id, source.slug, held_source.run_id, held_source.source_id, gate.run_id
order by file.held_run_id, source.slug

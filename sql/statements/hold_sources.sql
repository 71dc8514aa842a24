-- Holds sources back from a run: their files stay out of this run and of later ones, and what they held is kept to decide by.
-- `reasons` are lists by slug. Grain of what comes back: one source, with how many files.
with held as (
  insert into ops.held_source (run_id, source_id, held_at, reasons, staged)
  select
    %(run_id)s,
    source.source_id,
    %(now)s,
    far.reasons,
    jsonb_build_object(
      'records', coalesce(counted.records, 0),
      'refused', coalesce(counted.refused, 0),
      'reasons', coalesce(counted.reasons, '{}'),
      'samples', coalesce(sampled.samples, '[]')
    )
  from jsonb_each(%(reasons)s::jsonb) as far (slug, reasons)
  join news.source using (slug)
  left join ops.staged_counts(%(run_id)s) as counted on counted.source = source.slug
  left join lateral (
    select jsonb_agg(to_jsonb(sample)) as samples
    from (
      select headline, published_on, word_count, left(body, 160) as opening
      from staging.article
      where article.run_id = %(run_id)s
        and article.source_id = source.source_id
      order by file_id, record_position
      limit 3
    ) as sample
  ) as sampled on true
  on conflict (run_id, source_id) do update set
    held_at = excluded.held_at,
    reasons = excluded.reasons,
    staged = excluded.staged,
    settled = null,
    settled_by = null,
    settled_at = null
  returning source_id
),
set_apart as (
  update ops.run_file
  set held_at = %(now)s
  from ops.file, held
  where run_file.run_id = %(run_id)s
    and file.file_id = run_file.file_id
    and file.source_id = held.source_id
    and run_file.loaded_at is null
    and file.loaded_at is null
    and file.discarded_at is null
    and not ops.is_decided(run_file.file_id, run_file.run_id)
  returning run_file.file_id, held.source_id
),
kept_out as (
  update ops.file
  set held_run_id = %(run_id)s
  from set_apart
  where file.file_id = set_apart.file_id
)
select source.slug, count(*) as files
from set_apart
join news.source using (source_id)
group by source.slug

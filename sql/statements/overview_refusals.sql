-- Grain: one source with open refusals: how many records of which reasons, and how many of its newest files were refused whole, one
-- after the other, since when. Not entries that only point to a page.
with refused as (
  select file.source_id, rejected.reason_code, count(*) as records
  from ops.rejected_record as rejected
  join ops.file using (file_id)
  where rejected.resolved_at is null
    and rejected.reason_code <> 'pointer'
    and not exists (
      select from ops.decision
      where decision.rejected_record_id = rejected.rejected_record_id
        and decision.verdict = 'dismiss'
        and decision.revoked_at is null
    )
  group by file.source_id, rejected.reason_code
),
by_source as (
  select
    source_id,
    sum(records)::bigint as records,
    array_agg(reason_code order by records desc, reason_code) as reasons
  from refused
  group by source_id
),
-- Each of its files of the last two weeks by the last run that loaded it.
loaded as (
  select file.source_id, file.file_id, last.loaded_at, last.found > 0 and last.found = last.quarantined as is_refused
  from by_source
  join ops.file using (source_id)
  cross join lateral (
    select run_file.loaded_at, run_file.found, run_file.quarantined
    from ops.run_file
    where run_file.file_id = file.file_id
      and run_file.loaded_at is not null
    order by run_file.loaded_at desc
    limit 1
  ) as last
  where file.fetched_at > %(now)s - interval '14 days'
),
good as (
  select source_id, max(loaded_at) filter (where not is_refused) as last_at from loaded group by source_id
)
select
  source.slug,
  source.name,
  by_source.records,
  by_source.reasons,
  good.last_at as last_good_at,
  streak.files as refused_files,
  streak.since as refused_since
from by_source
join news.source using (source_id)
left join good using (source_id)
left join lateral (
  select count(*) as files, min(loaded.loaded_at) as since
  from loaded
  where loaded.source_id = by_source.source_id
    and loaded.is_refused
    and (good.last_at is null or loaded.loaded_at > good.last_at)
) as streak on true
order by streak.files desc nulls last, by_source.records desc, source.slug

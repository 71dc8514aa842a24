-- Records that were refused before this run read their file again, or are now: why before, what became of them. One record may have
-- several rows, for several reasons. `refused_as` is empty for a record that was not refused before.
with run as (
  select run_id, loaded_at from ops.run where run_id = %(run_id)s
),
refused as (
  select r.*
  from run
  join ops.run_file using (run_id)
  join ops.rejected_record as r using (file_id)
  where (r.first_run_id < run.run_id and r.resolved_at = run.loaded_at)
    or r.last_run_id = run.run_id
)
select
  refused.rejected_record_id as quarantine_id,
  source.slug as source,
  file.uri as file_uri,
  file.file_id,
  refused.record_position,
  case when refused.first_run_id < %(run_id)s then refused.reason_code else '' end as refused_as,
  case
    when refused.resolved_at is null then refused.reason_code
    when again.reason_code is not null then again.reason_code
    when version.version > 1 then 'version'
    when version.version = 1 then article.outcome
    when refused.record_position >= run_file.found then 'not there any more'
    else 'unchanged'
  end as becomes,
  version.article_id,
  version.headline
from refused
join ops.file using (file_id)
join news.source using (source_id)
join ops.run_file on run_file.run_id = %(run_id)s and run_file.file_id = refused.file_id
left join lateral (
  select other.reason_code
  from ops.rejected_record as other
  where other.file_id = refused.file_id
    and other.record_position = refused.record_position
    and other.last_run_id = %(run_id)s
    and other.resolved_at is null
  limit 1
) as again on refused.resolved_at is not null
left join lateral (
  select held.article_id, held.version, held.headline
  from news.version as held
  where held.run_id = %(run_id)s
    and held.file_id = refused.file_id
    and held.record_position = refused.record_position
  limit 1
) as version on true
left join news.article on article.article_id = version.article_id
where refused.resolved_at is null or refused.first_run_id < %(run_id)s
order by source.slug, file.uri, refused.record_position, refused.reason_code

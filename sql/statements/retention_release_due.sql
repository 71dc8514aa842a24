-- Files of a source that no load has taken in yet and that a person has it forget: no run takes them over.
with gone as (
  update ops.file
  set bytes_released_at = %(now)s
  from unnest(%(source_ids)s::bigint[], %(before)s::timestamptz[]) as due (source_id, before)
  where file.source_id = due.source_id
    and file.last_seen_at < due.before
    and file.loaded_at is null
    and file.bytes_released_at is null
  returning file.file_id, file.size
),
staged as (
  delete from staging.file using gone where file.file_id = gone.file_id returning file.run_id
),
staged_range as (
  delete from staging.file_range using gone where file_range.file_id = gone.file_id returning file_range.run_id
),
staged_article as (
  delete from staging.article using gone where article.file_id = gone.file_id
),
staged_rejection as (
  delete from staging.rejection using gone where rejection.file_id = gone.file_id
),
settled as (
  delete from ops.reader_death using gone where reader_death.file_id = gone.file_id
),
-- What was planned for such a run counted with them.
planned as (
  update ops.run
  set deduplicated_at_load = null
  where run_id in (select run_id from staged union all select run_id from staged_range)
)
select count(*) as files, coalesce(sum(size), 0)::bigint as bytes from gone

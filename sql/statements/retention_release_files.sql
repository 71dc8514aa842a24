-- Files of which nothing is needed any more: no article that is held comes from them, and no refusal waits. With
-- `quarantined` also those with refusals, which are closed by the statement before.
with portion as (
  select file.file_id, due.before, file.last_seen_at, file.loaded_at, file.bytes_released_at
  from ops.file
  join unnest(%(source_ids)s::bigint[], %(before)s::timestamptz[]) as due (source_id, before) using (source_id)
  where file.file_id > %(after)s
  order by file.file_id
  limit %(portion)s
),
released as (
  update ops.file
  set bytes_released_at = %(now)s
  from portion
  where file.file_id = portion.file_id
    and portion.last_seen_at < portion.before
    and portion.loaded_at is not null
    and portion.bytes_released_at is null
    and not exists (select from news.version where version.file_id = portion.file_id)
    and not exists (
      select from ops.rejected_record
      where rejected_record.file_id = portion.file_id and rejected_record.resolved_at is null
    )
  returning file.file_id, file.size
)
select
  (select max(file_id) from portion) as last_file_id,
  (select count(*) from released) as files,
  (select coalesce(sum(size), 0) from released)::bigint as bytes

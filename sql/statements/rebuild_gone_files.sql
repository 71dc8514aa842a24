-- Files whose articles were removed before the bytes were: the ledger as it was, without the articles.
with told as (
  select *
  from unnest(
    %(file_ids)s::bigint[], %(formats)s::text[], %(found)s::integer[], %(original)s::integer[], %(copy)s::integer[],
    %(near_copy)s::integer[], %(rewrite)s::integer[], %(translation)s::integer[],
    %(version)s::integer[], %(unchanged)s::integer[], %(quarantined)s::integer[]
  ) as told (file_id, format, found, original, copy, near_copy, rewrite, translation, version, unchanged, quarantined)
),
unstaged as (
  delete from staging.rejection using told where rejection.run_id = %(run_id)s and rejection.file_id = told.file_id
),
unstaged_range as (
  delete from staging.file_range using told where file_range.run_id = %(run_id)s and file_range.file_id = told.file_id
),
unstaged_file as (
  delete from staging.file using told where file.run_id = %(run_id)s and file.file_id = told.file_id
),
counted as (
  update ops.run_file
  set
    format = told.format,
    found = told.found,
    original = told.original,
    copy = told.copy,
    near_copy = told.near_copy,
    rewrite = told.rewrite,
    translation = told.translation,
    version = told.version,
    unchanged = told.unchanged,
    quarantined = told.quarantined,
    removed = told.original + told.copy + told.near_copy + told.rewrite + told.translation + told.version,
    loaded_at = %(at)s
  from told
  where run_file.run_id = %(run_id)s
    and run_file.file_id = told.file_id
)
update ops.file
set
  loaded_at = coalesce(file.loaded_at, %(at)s),
  bytes_released_at = coalesce(file.bytes_released_at, %(at)s),
  bytes_deleted_at = coalesce(file.bytes_deleted_at, %(at)s)
from told
where file.file_id = told.file_id

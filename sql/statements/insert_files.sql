-- Files whose bytes are in the raw store now. Bytes known under the same name are only seen again, unless others stood there
-- meanwhile: then they have come back, and are due once more.
insert into ops.file as file (
  source_id, name, name_sha256, uri, sha256, size, modified_at, fetched_at, last_seen_at, etag, last_modified, opt_out
)
values %s
on conflict (source_id, name_sha256, sha256) do update set
  returned_at = case
    when exists (
      select
      from ops.file as other
      where other.source_id = file.source_id
        and other.name_sha256 = file.name_sha256
        and other.sha256 <> file.sha256
        and other.last_seen_at > file.last_seen_at
        and other.last_seen_at < excluded.last_seen_at
    ) then excluded.last_seen_at
    else file.returned_at
  end,
  loaded_at = case
    when exists (
      select
      from ops.file as other
      where other.source_id = file.source_id
        and other.name_sha256 = file.name_sha256
        and other.sha256 <> file.sha256
        and other.last_seen_at > file.last_seen_at
        and other.last_seen_at < excluded.last_seen_at
    ) then null
    else file.loaded_at
  end,
  last_seen_at = greatest(file.last_seen_at, excluded.last_seen_at),
  modified_at = excluded.modified_at,
  uri = excluded.uri,
  etag = excluded.etag,
  last_modified = excluded.last_modified,
  opt_out = excluded.opt_out,
  bytes_released_at = null,
  bytes_deleted_at = null
returning file_id

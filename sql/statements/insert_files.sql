-- Files whose bytes are in the raw store now. Bytes known under the same name are only seen again.
insert into ops.file (
  source_id, name, name_sha256, uri, sha256, size, modified_at, fetched_at, last_seen_at, etag, last_modified, opt_out
)
values %s
on conflict (source_id, name_sha256, sha256) do update set
  last_seen_at = excluded.last_seen_at,
  modified_at = excluded.modified_at,
  uri = excluded.uri,
  etag = excluded.etag,
  last_modified = excluded.last_modified,
  opt_out = excluded.opt_out,
  bytes_released_at = null,
  bytes_deleted_at = null
returning file_id

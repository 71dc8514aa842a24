-- Those of certain hashes that no file has.
select encode(sha256, 'hex') as sha256
from unnest(%(sha256)s::bytea[]) as sha256
where not exists (select from ops.file where file.sha256 = sha256.sha256)

-- The ids and addresses that unlike articles share, and how often the run's records stated them.
insert into ops.identity_doubt (
  source_id, place_sha256, uri, records, first_run_id, last_run_id, first_seen_at, last_seen_at
)
select d.source_id, d.place_sha256, min(stated.uri), count(*), d.run_id, d.run_id, %(now)s, %(now)s
from staging.identity_doubt as d
join staging.article as a on a.run_id = d.run_id and a.source_id = d.source_id and d.place_sha256 in (a.place_sha256, a.other_sha256)
cross join lateral (
  select case when a.place_sha256 = d.place_sha256 then a.uri else a.other_uri end as uri
) as stated
where d.run_id = %(run_id)s
  and stated.uri is not null
group by d.run_id, d.source_id, d.place_sha256
on conflict (source_id, place_sha256) do update set
  records = identity_doubt.records + excluded.records,
  last_run_id = excluded.last_run_id,
  last_seen_at = excluded.last_seen_at

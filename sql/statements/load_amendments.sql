-- What the run's versions say about other items of their source.
insert into news.amendment (
  article_id, version, source_id, signal, amended_uri, amended_uri_sha256, amended_slugline_key, day, changed_at, seen_at
)
select
  o.article_id, o.version, a.source_id, coalesce(a.signal, case a.pub_status when 'canceled' then 'kill' else 'update' end),
  a.amends_uri, a.amends_uri_sha256, a.amends_slugline_key, a.published_on,
  coalesce(a.modified_at, a.published_at), %(now)s
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
where o.run_id = %(run_id)s
  and o.outcome <> 'unchanged'
  and coalesce(a.amends_uri, a.amends_slugline_key) is not null
order by o.arrival

-- The new articles.
insert into news.article (
  article_id, source_id, uri, uri_sha256, place_sha256, other_sha256, month, outcome, matched_article_id, similarity, current_version, current_month,
  first_run_id, first_seen_at, last_seen_at, seen_count
)
overriding system value
select
  o.article_id, a.source_id, o.uri, o.uri_sha256, a.place_sha256, a.other_sha256, %(month)s, o.outcome, o.matched_article_id, o.score, 1, %(month)s,
  o.run_id, %(now)s, %(now)s, 1
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
where o.run_id = %(run_id)s
  and o.outcome in ('original', 'copy', 'near_copy', 'rewrite', 'translation')
order by o.arrival

-- The articles that one transaction of a retention has removed.
select
  source.slug, encode(removed.uri_sha256, 'hex') as uri_sha256, removed.reason, removed.first_seen_at, removed.last_seen_at,
  array(select encode(each, 'hex') from unnest(removed.versions_sha256) as each) as versions_sha256
from news.removed_article as removed
join news.source using (source_id)
where removed.run_id = %(run_id)s
  and removed.removed_at = %(at)s
order by removed.article_id

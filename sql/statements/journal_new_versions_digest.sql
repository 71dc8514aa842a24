-- The part of the digest that the versions of one load make.
select
  coalesce(sum(ops.half_of_hash(hashed.hash, 0)), 0) as high,
  coalesce(sum(ops.half_of_hash(hashed.hash, 1)), 0) as low
from news.version
join news.article using (article_id)
join news.source using (source_id)
cross join lateral (
  select ops.version_hash(
    source.slug, article.uri_sha256, version.version, version.version_sha256, version.published_on, version.became_current
  ) as hash
) as hashed
where version.run_id = %(run_id)s
  and version.month = %(month)s
  and version.first_seen_at = %(at)s

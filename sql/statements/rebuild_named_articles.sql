-- Articles by source and hash of their uri.
select wanted.slug, wanted.uri_sha256, article.article_id
from unnest(%(slugs)s::text[], %(uris_sha256)s::text[]) as wanted (slug, uri_sha256)
join news.source on source.slug = wanted.slug
join news.article on article.source_id = source.source_id and article.uri_sha256 = decode(wanted.uri_sha256, 'hex')

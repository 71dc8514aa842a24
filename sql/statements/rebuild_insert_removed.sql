-- The trace of an article that was removed, and whose bytes are gone.
insert into news.removed_article (
  article_id, source_id, uri_sha256, versions_sha256, reason, first_seen_at, last_seen_at, run_id, removed_at
)
select
  nextval(pg_get_serial_sequence('news.article', 'article_id')),
  source_id,
  decode(%(uri_sha256)s, 'hex'),
  array(select decode(each, 'hex') from unnest(%(versions_sha256)s::text[]) as each),
  %(reason)s,
  %(first_seen_at)s,
  %(last_seen_at)s,
  %(run_id)s,
  %(at)s
from news.source
where slug = %(slug)s
  and not exists (
    select from news.removed_article as held
    where held.run_id = %(run_id)s
      and held.removed_at = %(at)s
      and held.source_id = source.source_id
      and held.uri_sha256 = decode(%(uri_sha256)s, 'hex')
  )

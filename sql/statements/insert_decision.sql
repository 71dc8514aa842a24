-- A person's verdict on two articles, unless the same one holds already.
insert into ops.decision (verdict, article_id, other_article_id, decided_by, note, decided_at, details)
select
  %(verdict)s,
  pair.one,
  pair.other,
  %(decided_by)s,
  %(note)s,
  %(now)s,
  jsonb_build_object(
    'article', (
      select jsonb_build_object('source', source.slug, 'uri', article.uri)
      from news.article join news.source using (source_id)
      where article.article_id = pair.one
    ),
    'other', (
      select jsonb_build_object('source', source.slug, 'uri', article.uri)
      from news.article join news.source using (source_id)
      where article.article_id = pair.other
    )
  )
from (select least(%(one)s::bigint, %(other)s) as one, greatest(%(one)s::bigint, %(other)s) as other) as pair
where not exists (
  select from ops.decision
  where article_id = pair.one
    and other_article_id = pair.other
    and revoked_at is null
    and verdict = %(verdict)s
)
returning decision_id

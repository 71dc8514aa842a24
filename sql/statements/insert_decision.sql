-- A person's decision on two articles, unless the same one holds already.
insert into ops.decision (verdict, article_id, other_article_id, decided_by, note, decided_at)
select %(verdict)s, least(%(one)s::bigint, %(other)s), greatest(%(one)s::bigint, %(other)s), %(decided_by)s, %(note)s, %(now)s
where not exists (
  select from ops.decision
  where article_id = least(%(one)s::bigint, %(other)s)
    and other_article_id = greatest(%(one)s::bigint, %(other)s)
    and revoked_at is null
    and verdict = %(verdict)s
)

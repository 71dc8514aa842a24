-- Another verdict on the same two articles is taken back.
update ops.decision
set revoked_at = %(now)s, revoked_by = %(decided_by)s
where article_id = least(%(one)s::bigint, %(other)s)
  and other_article_id = greatest(%(one)s::bigint, %(other)s)
  and revoked_at is null
  and verdict <> %(verdict)s
  and verdict in ('same', 'different', 'unsure')

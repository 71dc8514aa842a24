-- Another verdict on the same two articles is taken back: on stories one on stories, on events one on events.
update ops.decision
set revoked_at = %(now)s, revoked_by = %(decided_by)s
where article_id = least(%(one)s::bigint, %(other)s)
  and other_article_id = greatest(%(one)s::bigint, %(other)s)
  and revoked_at is null
  and verdict <> %(verdict)s
  and verdict in ('same', 'different', 'unsure', 'same_event', 'different_event')
  and verdict in ('same_event', 'different_event') = %(verdict)s in ('same_event', 'different_event')

-- An article has one right day: the older decision is taken back.
update ops.decision
set revoked_at = %(now)s, revoked_by = %(decided_by)s, applied_at = coalesce(applied_at, %(now)s)
where article_id = %(article_id)s
  and verdict = 'day'
  and revoked_at is null

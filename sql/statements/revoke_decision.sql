-- Takes a decision back; the row stays.
update ops.decision
set revoked_at = %(now)s, revoked_by = %(revoked_by)s
where decision_id = %(decision_id)s
  and revoked_at is null
returning decision_id, verdict, article_id, other_article_id, rejected_record_id, slug

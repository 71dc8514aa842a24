-- operator: What people decided on an article, those taken back too.
select decision_id, decided_at, decided_by, verdict, day, article_id, other_article_id, note, revoked_at, revoked_by
from ops.decision
where article_id = %(article_id)s
  or other_article_id = %(article_id)s
order by decision_id desc

-- What people did to sources lately, and silences that hold.
select decision_id, verdict, slug, decided_by, decided_at, note, expires_at, revoked_at, details
from (
  select decision.*, row_number() over (partition by slug order by decided_at desc) as newest
  from ops.decision
  where slug = any (%(slugs)s)
    and verdict in ('pause', 'resume', 'fetch', 'silence')
) as act
where newest <= 5
order by slug, decided_at desc

-- Go on from now: what changed since the last look is told no more.
update ops.saved_search
set token = analytics.changes_token(), looked_at = %(now)s
where name = %(name)s

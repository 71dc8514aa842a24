-- The snapshots, the oldest first.
select name, at, load_number, articles, stories, digest, note, made_at from analytics.snapshots order by at, name

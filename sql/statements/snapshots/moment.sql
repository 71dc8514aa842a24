-- The moment of a snapshot.
select analytics.snapshot(%(name)s) as at

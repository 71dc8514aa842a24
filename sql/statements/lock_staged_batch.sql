-- Whoever stages a batch holds this to the end of the transaction: nobody else stages the same one, or loads the run meanwhile.
-- A task that was taken for dead may still be at work, and its next try beside it.
select
  pg_advisory_xact_lock_shared(hashtextextended('newsfold.run', %(run_id)s)),
  pg_advisory_xact_lock(hashtextextended('newsfold.batch ' || %(batch)s, %(run_id)s))

-- Until the end of the transaction nobody else stages anything of the run, plans or loads it.
select pg_advisory_xact_lock(hashtextextended('newsfold.run', %(run_id)s))

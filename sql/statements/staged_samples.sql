-- The first records of each source that a run has staged.
select source, headline, published_on, word_count, opening from ops.staged_samples(%(run_id)s)

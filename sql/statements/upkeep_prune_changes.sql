-- Old changes that later ones repeat, and old removals.
select ops.prune_changes(%(before)s) as pruned

-- All is replayed; what is left is to hide what is not shown any more, and to count.
update ops.past_state set built = %(built)s

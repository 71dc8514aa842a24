-- The past evening that this database is of.
select at, built, closed_at from ops.past_state

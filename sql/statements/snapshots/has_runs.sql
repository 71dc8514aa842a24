-- Whether anything has run here.
select exists (select from ops.run) as has_runs

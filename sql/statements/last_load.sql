-- The number of the last load that has committed.
select coalesce(max(load_number), 0) as load_number from ops.run

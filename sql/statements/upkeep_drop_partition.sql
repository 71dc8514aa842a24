-- Drops a partition of a month that is over, unless it holds a row.
select ops.drop_empty_partition(%(name)s) as dropped

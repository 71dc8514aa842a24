-- The rows of a statement of somebody's own.
select found.row from analytics.rows_as_json(%(statement)s, %(limit)s) as found (row)

-- What the marts stand for: the last refresh.
select refresh_id, load_number, definition, refreshed_at
from ops.mart_refresh
order by refresh_id desc
limit 1

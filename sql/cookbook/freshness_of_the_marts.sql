-- Do the daily figures hold the last load?
-- Theme: Sources and the quality of their data
select is_current, refreshed_at, last_loaded_at
from analytics.mart_freshness;

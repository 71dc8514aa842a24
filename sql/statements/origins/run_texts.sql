-- The texts of the versions that a run has loaded or given another day.
select distinct content_id
from news.version
where run_id = %(run_id)s

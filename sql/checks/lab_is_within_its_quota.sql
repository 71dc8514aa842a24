-- warn: who holds more than the quota in the schema lab keeps everybody from making tables there, until they drop some (`newsfold lab`).
select owner, tables, bytes, quota
from ops.hold_lab()
where bytes > quota
order by bytes desc

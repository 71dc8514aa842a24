-- Who printed whose text without any change?
-- Theme: Who carries whose text
select coalesce(origin_agency, origin_source) as origin, source as carried_by, copies, articles as carried_in_all
from analytics.carriage
where period = 'month'
  and period_start = '2025-09-01'
  and source <> origin_source
  and copies > 0
order by copies desc, origin, carried_by
limit 8;

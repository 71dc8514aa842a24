-- Who carries whose text, in which form, and how many days later?
-- Theme: Who carries whose text
select origin_agency, source, articles, copies, near_copies, rewrites, translations, median_days
from analytics.carriage
where period = 'month'
  and period_start = '2025-09-01'
  and source <> origin_source
  and origin_agency is not null
order by articles desc, origin_agency, source
limit 8;

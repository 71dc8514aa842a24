-- Agencies that are named for the first time.
insert into news.agency (name)
select distinct named.agency
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
cross join lateral jsonb_to_recordset(a.agencies) as named (agency text)
where o.run_id = %(run_id)s
  and o.outcome <> 'unchanged'
order by named.agency
on conflict (name) do nothing

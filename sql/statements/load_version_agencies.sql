-- The agencies of each new version, by role.
insert into news.version_agency (article_id, version, month, agency_id, role, raw)
select distinct on (o.article_id, o.version, agency.agency_id, named.role)
  o.article_id, o.version, %(month)s, agency.agency_id, named.role, named.raw
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
cross join lateral jsonb_to_recordset(a.agencies) as named (agency text, role text, raw text)
join news.agency on agency.name = named.agency
where o.run_id = %(run_id)s
  and o.outcome <> 'unchanged'

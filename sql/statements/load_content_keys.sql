-- A key for each text that is not stored yet.
insert into news.content_key (content_sha256, month)
select a.content_sha256, %(month)s
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
where o.run_id = %(run_id)s
  and o.outcome <> 'unchanged'
group by a.content_sha256
order by min(o.arrival)
on conflict (content_sha256) do nothing

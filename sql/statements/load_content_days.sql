-- The days on which the run's texts were published, each with the first article of that text and day.
insert into news.content_day (content_id, day, article_id)
select distinct on (content_key.content_id, a.day) content_key.content_id, a.day, o.article_id
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
join news.content_key using (content_sha256)
where o.run_id = %(run_id)s
order by content_key.content_id, a.day, o.arrival
on conflict (content_id, day) do nothing

-- The heaviest terms of the run's texts, under each day on which they were published.
insert into news.term (term, day, content_id, weight)
select t.term, a.day, content_key.content_id, max(t.weight)
from staging.article as a
join news.content_key using (content_sha256)
cross join lateral unnest(a.terms, a.weights) as t (term, weight)
where a.run_id = %(run_id)s
group by t.term, a.day, content_key.content_id
order by t.term, a.day, content_key.content_id
on conflict (term, day, content_id) do nothing

-- The days and publishers under which the run's texts appeared, each with its first article and its terms.
insert into news.content_appearance (content_id, day, publisher, article_id, terms)
select distinct on (content_key.content_id, a.day, a.publisher)
  content_key.content_id, a.day, a.publisher, o.article_id, a.packed_terms
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
join news.content_key using (content_sha256)
where o.run_id = %(run_id)s
  -- A record that is unchanged may be one of an article that was removed: then no article holds its text.
  and exists (
    select from news.version
    where version.article_id = o.article_id and version.content_id = content_key.content_id
  )
order by content_key.content_id, a.day, a.publisher, o.arrival
on conflict (content_id, day, publisher) do nothing

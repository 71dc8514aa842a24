-- Search finds them on the day that holds now.
with moved as (
  update news.search_document
  set day = coalesce(made.published_on, (article.first_seen_at at time zone 'UTC')::date)
  from news.version as made
  join news.article using (article_id)
  where made.run_id = %(run_id)s
    and made.decision_id is not null
    and search_document.article_id = made.article_id
  returning search_document.day, search_document.configuration
)
insert into news.search_day (day, configuration, documents)
select day, configuration, count(*)
from moved
group by day, configuration
on conflict (configuration, day) do update set documents = search_day.documents + excluded.documents

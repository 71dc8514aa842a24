-- Search finds them on the day that holds now, and no longer on the one before.
with made as (
  select version.article_id, coalesce(version.published_on, (article.first_seen_at at time zone 'UTC')::date) as day
  from news.version
  join news.article using (article_id)
  where version.run_id = %(run_id)s
    and version.decision_id is not null
),
before as (
  select search_document.day, search_document.configuration
  from made
  join news.search_document using (article_id)
),
moved as (
  update news.search_document
  set day = made.day
  from made
  where search_document.article_id = made.article_id
  returning search_document.day, search_document.configuration
)
insert into news.search_day (day, configuration, documents)
select day, configuration, sum(added)
from (
  select day, configuration, 1 as added from moved
  union all
  select day, configuration, -1 from before
) as counted
group by day, configuration
having sum(added) <> 0
on conflict (configuration, day) do update set documents = search_day.documents + excluded.documents

-- The run's articles are found on the days of their new versions, no longer on those before: counted out here, and in where they are found.
update news.search_day
set documents = search_day.documents - counted.documents
from (
  select search_document.day, search_document.configuration, count(*) as documents
  from (
    select distinct article_id from staging.outcome where run_id = %(run_id)s and outcome <> 'unchanged'
  ) as touched
  join news.search_document using (article_id)
  group by search_document.day, search_document.configuration
) as counted
where search_day.day = counted.day
  and search_day.configuration = counted.configuration

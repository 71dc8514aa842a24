-- How many articles search may find on a day.
insert into news.search_day (day, configuration, documents)
select search_document.day, search_document.configuration, count(*)
from (
  select distinct article_id from staging.outcome where run_id = %(run_id)s and outcome <> 'unchanged'
) as touched
join news.search_document using (article_id)
group by search_document.day, search_document.configuration
on conflict (configuration, day) do update set documents = search_day.documents + excluded.documents

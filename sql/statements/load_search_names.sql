-- Names and headline words that no article has held before.
with touched as (
  select article_id, version.headline, search_document.names
  from (
    select distinct article_id from staging.outcome where run_id = %(run_id)s and outcome <> 'unchanged'
  ) as changed
  join news.search_document using (article_id)
  join news.article using (article_id)
  join news.version using (article_id)
  where version.version = article.current_version
    and version.month = article.current_month
)
insert into news.search_name (kind, name)
select split_part(name, ':', 1), substr(name, strpos(name, ':') + 1)
from touched
cross join lateral unnest(names) as name
union
select 'word', word
from touched
cross join lateral news.headline_words(headline) as word
on conflict (kind, name) do nothing

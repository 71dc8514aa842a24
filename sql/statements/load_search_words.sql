-- Words of names and headlines that no article has held before, so that what is spelled alike leads to them.
with touched as (
  select distinct word
  from (
    select distinct article_id from staging.outcome where run_id = %(run_id)s and outcome <> 'unchanged'
  ) as changed
  join news.search_document using (article_id)
  join news.article using (article_id)
  join news.version using (article_id)
  cross join lateral news.words_of_name(
    concat_ws(
      ' ', version.headline, (select string_agg(substr(name, strpos(name, ':') + 1), ' ') from unnest(search_document.names) as name)
    )
  ) as word
  where version.version = article.current_version
    and version.month = article.current_month
)
insert into news.search_word (word, sounding)
select word, news.sounding(word)
from touched
where not exists (select from news.search_word where search_word.word = touched.word)
on conflict (word) do nothing

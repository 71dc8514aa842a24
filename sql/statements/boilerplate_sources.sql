-- The sources with articles, and what each has set aside.
select
  source.source_id,
  (
    select coalesce(array_agg(sentence_key), '{}')
    from news.boilerplate
    where boilerplate.source_id = source.source_id and valid_to is null
  ) as keys
from news.source
where exists (select from news.article where article.source_id = source.source_id)
order by source.source_id

-- Articles whose headline or text has certain words, hidden ones too, the best first. Asked for words that no shown article has.
with found as (
  select distinct on (article_id) article_id, score
  from (
    select search_document.article_id, ts_rank(search_document.document, query.it) as score
    from unnest(array['simple', 'english', 'german', 'french', 'spanish', 'italian', 'portuguese', 'dutch', 'russian'])
      as configuration
    cross join lateral (select news.search_query(configuration, %(words)s) as it) as query
    cross join lateral (
      select article_id, document
      from news.search_document
      where search_document.document @@ query.it
        and search_document.configuration = configuration
      limit 100
    ) as search_document
  ) as each
  order by article_id, score desc
)
select article.article_id, source.slug as source, article.uri, version.headline, version.published_on, null::bigint as event_id,
  null::text as searched_as
from found
join news.article using (article_id)
join news.source using (source_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
order by found.score desc, article.article_id
limit %(limit)s

-- The articles of an id or a uri.
select article.article_id, source.slug as source, article.uri, version.headline, version.published_on, null::bigint as event_id
from (
  select article_id from news.article where article_id = %(article_id)s
  union
  select article_id
  from news.source
  join news.article using (source_id)
  where article.uri_sha256 = sha256(convert_to(%(uri)s, 'UTF8'))
) as found
join news.article using (article_id)
join news.source using (source_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
order by article.article_id
limit 20

-- The articles that carry certain texts now and are shown to analysts, the earliest first.
select
  version.content_id, article.article_id, source.slug as source, article.uri, version.headline, version.agency,
  version.published_on, version.published_at
from news.version
join news.article
  on article.article_id = version.article_id
  and article.current_version = version.version
join news.source using (source_id)
where version.content_id = any (%(content_ids)s)
  and not exists (select from news.hidden_article where hidden_article.article_id = article.article_id)
order by version.published_on nulls last, version.published_at nulls last, source.slug, article.uri

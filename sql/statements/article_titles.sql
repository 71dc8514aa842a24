-- What a person knows certain articles by.
select article.article_id, source.slug as source, article.uri, coalesce(version.headline, left(content.body, 80)) as title
from news.article
join news.source using (source_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join news.content on content.content_id = version.content_id and content.month = version.content_month
where article.article_id = any(%(article_ids)s)
order by article.article_id

-- The texts of the touched articles whose names were not read yet, each once, in the language of the first article.
select distinct on (version.content_id) version.content_id, version.language, left(content.body, %(characters)s)
from marts.touched_article
join news.article using (article_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join news.content on content.content_id = version.content_id and content.month = version.content_month
where not exists (select from marts.text_name where text_name.content_id = version.content_id)
order by version.content_id, article.article_id

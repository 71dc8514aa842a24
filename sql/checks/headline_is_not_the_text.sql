-- warn: a text that is its own headline is no article: the reader found the title and nothing below it.
select version.article_id, version.version, version.headline, file.uri
from news.version
join news.content on content.content_id = version.content_id and content.month = version.content_month
join ops.file using (file_id)
where version.run_id = %(run_id)s
  and length(content.body) <= length(version.headline) + 2
  and lower(btrim(content.body, E' \n\t.')) = lower(btrim(version.headline, E' \n\t.'))
order by version.article_id, version.version

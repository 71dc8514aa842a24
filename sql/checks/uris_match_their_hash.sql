-- fail: the hash that tells a source's articles apart is that of the uri; else one uri could be stored twice.
select article.article_id, article.source_id, article.uri
from news.article
where article.first_run_id = %(run_id)s
  and article.uri_sha256 <> sha256(convert_to(article.uri, 'UTF8'))
order by article.article_id

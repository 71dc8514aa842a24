-- The articles that analysts may not see now: hidden, or removed. Named as they are in any database of the same files.
select source.slug, article.uri_sha256
from news.hidden_article
join news.article using (article_id)
join news.source using (source_id)
union
select source.slug, removed_article.uri_sha256
from news.removed_article
join news.source using (source_id)
order by 1, 2

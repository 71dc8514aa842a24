-- The links that took the place of articles that it removed.
select
  source.slug, encode(article.uri_sha256, 'hex') as uri_sha256, other_source.slug as other_slug,
  encode(other.uri_sha256, 'hex') as other_uri_sha256, link.score
from news.link
join news.article on article.article_id = link.article_id
join news.source on source.source_id = article.source_id
join news.article as other on other.article_id = link.matched_article_id
join news.source as other_source on other_source.source_id = other.source_id
where link.run_id = %(run_id)s
  and link.valid_from = %(at)s
  and link.decided_by = 'retention'
order by link.link_id

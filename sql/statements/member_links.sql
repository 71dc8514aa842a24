-- The links that hold between certain articles.
select
  link.link_id, link.article_id, link.matched_article_id, link.score, link.joins, link.evidence -> 'parts' as parts,
  text.content_sha256, matched_text.content_sha256 as matched_sha256
from news.link
join news.content_key as text on text.content_id = link.content_id
join news.content_key as matched_text on matched_text.content_id = link.matched_content_id
where link.article_id = any(%(article_ids)s)
  and link.matched_article_id = any(%(article_ids)s)
  and link.valid_to is null
order by link.link_id

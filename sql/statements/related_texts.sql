-- All links that hold between different texts.
select
  link.link_id, link.article_id, link.matched_article_id, link.relation, link.score, link.method, link.joins, link.evidence ? 'parts' as has_parts,
  text.content_sha256, matched_text.content_sha256 as matched_sha256
from news.link
join news.content_key as text on text.content_id = link.content_id
join news.content_key as matched_text on matched_text.content_id = link.matched_content_id
where link.valid_to is null
  and link.relation <> 'copy'
  -- What keeps the rest of a story together whose middle was removed can't be found again.
  and link.decided_by <> 'retention'
order by link.link_id

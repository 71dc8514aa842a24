-- The relations that put an article into its story.
select article_id, matched_article_id, relation, score, joins, method, decided_by, evidence, valid_from
from analytics.links
where (article_id = %(id)s or matched_article_id = %(id)s)
  and valid_to is null
order by score desc, link_id
limit %(limit)s

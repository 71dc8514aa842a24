-- The relations that put an article into its story.
select article_id, matched_article_id, relation, score, joins, method, decided_by, evidence, valid_from
from analytics.links_of_article(%(id)s)
where valid_to is null
order by score desc, link_id
limit %(limit)s

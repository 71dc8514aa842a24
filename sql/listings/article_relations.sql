-- analyst: The relations of an article to others, those that hold no more too.
select
  relation, score, joins, method, decided_by, valid_from, valid_to, evidence ->> 'summary' as why,
  case when article_id = %(article_id)s then matched_article_id else article_id end as other_article_id
from analytics.links
where article_id = %(article_id)s
  or matched_article_id = %(article_id)s
order by valid_from desc, other_article_id

-- The relations of one article, those that hold no more too: on which side it is, whether they join, and why.
select
  link.link_id, link.relation, link.score, link.method, link.evidence, link.joins, link.valid_from, link.valid_to, link.run_id,
  link.article_id = %(article_id)s as is_later,
  other.article_id as other_article_id, source.slug as source, version.headline, version.published_on,
  membership.story_id
from (
  select * from news.link where article_id = %(article_id)s
  union all
  select * from news.link where matched_article_id = %(article_id)s
) as link
join news.article as other
  on other.article_id = case when link.article_id = %(article_id)s then link.matched_article_id else link.article_id end
join news.source on source.source_id = other.source_id
join news.version
  on version.article_id = other.article_id
  and version.version = other.current_version
  and version.month = other.current_month
join news.membership on membership.article_id = other.article_id and membership.valid_to is null
order by link.valid_to is not null, link.score desc, link.link_id
limit 60

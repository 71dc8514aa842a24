-- The articles that came just under the bar beside one.
select
  other.article_id as other_article_id, miss.score, miss.method, miss.run_id, source.slug as source, version.headline,
  version.published_on, membership.story_id
from (
  select other_article_id as other_id, score, method, run_id from ops.near_miss where article_id = %(article_id)s
  union all
  select article_id, score, method, run_id from ops.near_miss where other_article_id = %(article_id)s
) as miss
join news.article as other on other.article_id = miss.other_id
join news.source on source.source_id = other.source_id
join news.version
  on version.article_id = other.article_id
  and version.version = other.current_version
  and version.month = other.current_month
join news.membership on membership.article_id = other.article_id and membership.valid_to is null
order by miss.score desc
limit 20

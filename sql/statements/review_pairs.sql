-- The least sure links and the near misses that nobody has decided on, with the stories of both articles and how large these are.
with link as (
  select
    'link' as kind, link.matched_article_id as article_id, link.article_id as other_article_id, link.score, link.relation
  from news.link
  where link.valid_to is null
    and link.joins
    and link.relation <> 'copy'
    and link.score < 0.98
    and not exists (
      select from ops.decision
      where decision.article_id = link.matched_article_id
        and decision.other_article_id = link.article_id
        and decision.revoked_at is null
        and decision.verdict in ('same', 'different', 'unsure')
    )
  order by link.score
  limit %(limit)s
),
near as (
  select 'near' as kind, near_miss.article_id, near_miss.other_article_id, near_miss.score, null as relation
  from ops.near_miss
  join news.membership as one on one.article_id = near_miss.article_id and one.valid_to is null
  join news.membership as other on other.article_id = near_miss.other_article_id and other.valid_to is null
  where one.story_id <> other.story_id
    and not exists (
      select from ops.decision
      where decision.article_id = near_miss.article_id
        and decision.other_article_id = near_miss.other_article_id
        and decision.revoked_at is null
        and decision.verdict in ('same', 'different', 'unsure')
    )
  order by near_miss.score desc
  limit %(limit)s
)
select
  pair.kind, pair.article_id, pair.other_article_id, pair.score, pair.relation,
  one.story_id, other.story_id as other_story_id, size.articles, other_size.articles as other_articles
from (select * from link union all select * from near) as pair
join news.membership as one on one.article_id = pair.article_id and one.valid_to is null
join news.membership as other on other.article_id = pair.other_article_id and other.valid_to is null
cross join lateral (
  select count(*) as articles
  from (
    select from news.membership where membership.story_id = one.story_id and membership.valid_to is null limit 1000
  ) as listed
) as size
cross join lateral (
  select count(*) as articles
  from (
    select from news.membership where membership.story_id = other.story_id and membership.valid_to is null limit 1000
  ) as listed
) as other_size
order by pair.article_id, pair.other_article_id

-- Certain stories and all that hang together with them by a link that holds but joins no more, or by a decision.
with recursive reached (story_id) as (
  select unnest(%(story_ids)s::bigint[])
  union
  select there.story_id
  from reached
  join news.membership as here on here.story_id = reached.story_id and here.valid_to is null
  cross join lateral (
    select case when link.article_id = here.article_id then link.matched_article_id else link.article_id end as article_id
    from news.link
    where not link.joins
      and link.valid_to is null
      and here.article_id in (link.article_id, link.matched_article_id)
    union all
    select case when decision.article_id = here.article_id then decision.other_article_id else decision.article_id end
    from ops.decision
    where decision.verdict = 'same'
      and decision.revoked_at is null
      and here.article_id in (decision.article_id, decision.other_article_id)
  ) as next
  join news.membership as there on there.article_id = next.article_id and there.valid_to is null
)
select story_id from reached order by story_id

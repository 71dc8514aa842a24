-- The articles whose day is not sure and not decided, with how many of the same source and rule there are. What one look may put
-- right for most articles comes first; of each source and rule the least sure one, then the next.
with groups as (
  select source_id, rule, count(*) as articles, avg(1 - confidence) as doubt
  from ops.date_doubt
  group by source_id, rule
  order by count(*) * avg(1 - confidence) desc
  limit 50
)
select
  doubt.article_id,
  doubt.kind,
  doubt.rule,
  doubt.confidence,
  source.slug as source,
  source.name as source_name,
  groups.articles,
  groups.articles * (1 - doubt.confidence) / doubt.place as worth
from groups
join news.source using (source_id)
cross join lateral (
  select listed.*, row_number() over (order by listed.confidence, listed.article_id) as place
  from (
    select article_id, kind, rule, confidence
    from ops.date_doubt
    where date_doubt.source_id = groups.source_id
      and date_doubt.rule = groups.rule
      and not exists (
        select from ops.decision
        where decision.article_id = date_doubt.article_id
          and decision.verdict = 'day'
          and decision.revoked_at is null
      )
    order by confidence, article_id
    limit 30
  ) as listed
) as doubt
order by worth desc, doubt.article_id
limit %(limit)s

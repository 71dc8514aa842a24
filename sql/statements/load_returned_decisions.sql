-- What people decided on an article that was removed holds for it when it comes back, under its new id; it is obeyed anew. Known by
-- its source and uri, which each decision tells.
with named as (
  select decision.decision_id, decision.article_id, decision.other_article_id, told.side, back.article_id as is_now
  from ops.decision
  cross join lateral (values ('article'), ('other')) as told (side)
  cross join lateral (
    select article.article_id
    from news.source
    join news.article using (source_id)
    where source.slug = decision.details -> told.side ->> 'source'
      and article.uri_sha256 = sha256(convert_to(decision.details -> told.side ->> 'uri', 'UTF8'))
      and article.first_run_id = %(run_id)s
  ) as back
  where decision.verdict in ('same', 'different', 'unsure', 'same_event', 'different_event', 'day', 'hide')
    and not exists (
      select from news.article
      where article.article_id = case told.side when 'article' then decision.article_id else decision.other_article_id end
    )
),
returned as (
  select
    decision_id,
    coalesce(max(is_now) filter (where side = 'article'), max(article_id)) as one,
    coalesce(max(is_now) filter (where side = 'other'), max(other_article_id)) as other
  from named
  group by decision_id
)
update ops.decision
set
  article_id = case when returned.other is null then returned.one else least(returned.one, returned.other) end,
  other_article_id = case when returned.other is not null then greatest(returned.one, returned.other) end,
  details = case
    when returned.other is null or returned.one < returned.other then decision.details
    else decision.details || jsonb_build_object('article', decision.details -> 'other', 'other', decision.details -> 'article')
  end,
  applied_at = case when decision.revoked_at is null then null else decision.applied_at end
from returned
where decision.decision_id = returned.decision_id

-- Which of the articles that this run has changed are not surely dated in what they show now. Those that were and are no more
-- leave the list.
with touched as materialized (
  select coalesce(array_agg(distinct article_id), '{}') as article_ids
  from news.version
  where run_id = %(run_id)s
),
found as materialized (
  select doubt.* from touched cross join lateral news.date_doubts(touched.article_ids) as doubt
),
settled as (
  delete from ops.date_doubt
  using touched
  where date_doubt.article_id = any(touched.article_ids)
    and not exists (select from found where found.article_id = date_doubt.article_id)
)
insert into ops.date_doubt (article_id, source_id, kind, rule, confidence, noted_at)
select article_id, source_id, kind, rule, confidence, %(now)s
from found
on conflict (article_id) do update set
  kind = excluded.kind,
  rule = excluded.rule,
  confidence = excluded.confidence

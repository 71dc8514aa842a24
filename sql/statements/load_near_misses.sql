-- The pairs of texts that came just under the bar, as the articles that carry them; those of the newest runs are kept.
with found as (
  select
    least(one.article_id, other.article_id) as article_id,
    greatest(one.article_id, other.article_id) as other_article_id,
    max(miss.score) as score
  from staging.near_miss as miss
  join news.content_key as text on text.content_sha256 = miss.content_sha256
  join news.content_key as other_text on other_text.content_sha256 = miss.other_sha256
  cross join lateral (
    select article_id from news.content_appearance where content_id = text.content_id order by day, article_id limit 1
  ) as one
  cross join lateral (
    select article_id from news.content_appearance where content_id = other_text.content_id order by day, article_id limit 1
  ) as other
  where miss.run_id = %(run_id)s
    and one.article_id <> other.article_id
  group by 1, 2
),
forgotten as (
  delete from ops.near_miss
  where noted_at <= (select noted_at from ops.near_miss order by noted_at desc offset 5000 limit 1)
)
insert into ops.near_miss (article_id, other_article_id, score, method, run_id, noted_at)
select article_id, other_article_id, score, (select method from ops.run where run_id = %(run_id)s), %(run_id)s, %(now)s
from found
where exists (select from news.article where article.article_id = found.article_id)
  and exists (select from news.article where article.article_id = found.other_article_id)
on conflict (article_id, other_article_id) do update set
  score = excluded.score,
  method = excluded.method,
  run_id = excluded.run_id,
  noted_at = excluded.noted_at

-- Which days need a brief: the newest days with articles after any refresh, those that are kept after one that counted them anew,
-- and those that name an article that is hidden now or held no more.
with newest as (
  select day
  from analytics.daily_volume
  where grain = 'day'
  order by day desc
  limit %(newest)s
),
touched as (
  select touched.day, max(mart_refresh.refresh_id) as refresh_id
  from ops.mart_refresh
  cross join unnest(mart_refresh.touched_days) as touched (day)
  where mart_refresh.refresh_id > coalesce((select min(refresh_id) from ops.brief), 0)
  group by touched.day
)
select coalesce(newest.day, brief.day) as day
from newest
full join ops.brief on brief.day = newest.day
left join touched on touched.day = coalesce(newest.day, brief.day)
where brief.day is null
  or touched.refresh_id > brief.refresh_id
  or (newest.day is not null and brief.refresh_id < (select max(refresh_id) from ops.mart_refresh))
  or exists (
    select
    from analytics.hidden_articles
    where hidden_articles.article_id = any (brief.article_ids)
  )
  or exists (
    select
    from news.removed_article
    where removed_article.article_id = any (brief.article_ids)
  )
order by day

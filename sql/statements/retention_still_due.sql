-- Those of certain articles that are due by now: none came again since they were chosen, and none hides another one that stays.
select article.article_id
from news.article
join unnest(%(source_ids)s::bigint[], %(before)s::timestamptz[]) as due (source_id, before) using (source_id)
where article.article_id = any(%(article_ids)s)
  and article.last_seen_at < due.before
  and not exists (
    select
    from news.hidden
    where hidden.amended_by_article_id = article.article_id
      and hidden.valid_to is null
      and hidden.article_id <> all(%(article_ids)s)
  )
order by article.article_id

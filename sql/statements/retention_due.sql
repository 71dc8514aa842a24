-- The articles of certain sources whose last record came before a time, each source with its own; the oldest first. One that
-- hides another one by a kill stays as long as that one: without it the killed article would be shown again.
select article.article_id, source.slug, article.last_seen_at
from unnest(%(source_ids)s::bigint[], %(before)s::timestamptz[]) as due (source_id, before)
join news.article on article.source_id = due.source_id and article.last_seen_at < due.before
join news.source on source.source_id = article.source_id
where not exists (
  select
  from news.hidden
  join news.article as hidden_one on hidden_one.article_id = hidden.article_id
  where hidden.amended_by_article_id = article.article_id
    and hidden.valid_to is null
    and hidden_one.last_seen_at >= due.before
)
order by article.last_seen_at, article.article_id

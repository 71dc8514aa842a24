-- Articles that are not shown to analysts now and why, the newest first.
select
  hidden.article_id, hidden.reason, hidden.embargoed, hidden.amended_by_article_id, hidden.valid_from, source.slug as source,
  version.headline
from (
  select article_id, reason, embargoed, amended_by_article_id, valid_from
  from news.hidden
  where valid_to is null
    and (embargoed is null or embargoed > now())
  order by valid_from desc, article_id desc
  limit %(limit)s
) as hidden
join news.article using (article_id)
join news.source using (source_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
order by hidden.valid_from desc, hidden.article_id desc

-- fail: each article of the run has the version that analysts are to see; without it the article is in no view.
select article.article_id, article.uri, article.current_version, article.current_month
from news.article
where article.article_id in (
    select article_id from news.article where first_run_id = %(run_id)s
    union
    select article_id from news.version where run_id = %(run_id)s
  )
  and not exists (
    select
    from news.version
    where version.article_id = article.article_id
      and version.version = article.current_version
      and version.month = article.current_month
  )
order by article.article_id

-- Known articles that were seen again: a counter and a time.
update news.article
set last_seen_at = %(now)s, seen_count = seen_count + again.records
from (
  select article_id, count(*) as records
  from staging.outcome
  where run_id = %(run_id)s and outcome in ('unchanged', 'version')
  group by article_id
) as again
where article.article_id = again.article_id

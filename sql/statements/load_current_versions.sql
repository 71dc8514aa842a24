-- Known articles show their newest version.
update news.article
set current_version = newest.version, current_month = %(month)s
from (
  select distinct on (article_id) article_id, version
  from staging.outcome
  where run_id = %(run_id)s and outcome = 'version' and is_current
  order by article_id, version desc
) as newest
where article.article_id = newest.article_id

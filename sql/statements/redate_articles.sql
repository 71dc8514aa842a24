-- Their articles show them.
update news.article
set current_version = made.version, current_month = made.month
from news.version as made
where made.run_id = %(run_id)s
  and made.decision_id is not null
  and article.article_id = made.article_id

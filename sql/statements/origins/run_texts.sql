-- The texts of the versions that a run has loaded or given another day, and of the articles that began or ceased to be hidden with it,
-- those whose embargo ended since the last load included.
select content_id
from news.version
where run_id = %(run_id)s
union
select version.content_id
from news.hidden
join news.version using (article_id)
where hidden.valid_from = %(now)s
  or hidden.valid_to = %(now)s
  or (
    hidden.valid_to is null
    and hidden.embargoed <= %(now)s
    and hidden.embargoed > coalesce((select max(loaded_at) from ops.run where run_id <> %(run_id)s), '-infinity')
  )

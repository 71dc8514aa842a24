-- The texts of the versions that a run has loaded or given another day, those whose translations it has found or given up, and those of
-- articles on which a person has decided or that began or ceased to be hidden with it, where an embargo ended since the last load, too.
select content_id
from news.version
where run_id = %(run_id)s
  or article_id = any (%(article_ids)s)
union
select unnest(array[content_id, matched_content_id])
from news.link
where relation = 'translation'
  and (run_id = %(run_id)s or valid_to = %(now)s)
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

-- The texts, of certain ones, that articles carry which analysts do not see; and these articles.
select distinct version.content_id, version.article_id
from news.hidden
join news.version using (article_id)
where hidden.valid_to is null
  and (hidden.embargoed is null or hidden.embargoed > %(now)s)
  and version.content_id = any (%(content_ids)s)

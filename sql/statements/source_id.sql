-- The id of a source.
select source_id
from news.source
where slug = %(slug)s

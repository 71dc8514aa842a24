-- analyst: Articles of other stories that are most like one in meaning.
select article_id, similarity, headline, language, source, published_on
from analytics.more_like(%(article_id)s)
order by similarity desc, article_id

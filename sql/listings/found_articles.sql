-- analyst: Articles that hold certain words, the best first.
select article_id, headline, source, published_on, score
from analytics.search(%(words)s)
order by score desc, article_id

-- What analysts see that is most like one article in meaning, for its page.
select article_id, similarity, published_on, source, language, headline
from analytics.more_like(%(article_id)s)

-- Articles that analysts see whose headline or text has certain words, the best and newest first.
select found.article_id, found.source, found.uri, found.headline, found.published_on
from analytics.search(%(words)s, max_results => %(limit)s) as found

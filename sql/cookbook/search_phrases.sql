-- What was written about the power cable or the bridge?
-- Theme: Search
-- As in web search: all words, "a phrase", or, -without. The newest and best come first.
select published_on, source, headline, snippet
from analytics.search('"power cable" or bridge', max_results => 6);

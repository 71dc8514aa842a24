-- What was written about a bridge, each event once?
-- Theme: Search
-- What is in no event stands for its story.
select round(score::numeric, 3) as score, source, published_on, headline
from analytics.search('bridge', one_per_event => true, max_results => 6);

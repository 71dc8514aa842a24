-- How did one story travel, article by article?
-- Theme: Firsts and spread
select source, agency, outcome, published_on, published_at, headline
from analytics.articles
where story_id = (select story_id from analytics.search('norway cod fishing', max_results => 1))
order by published_on nulls last, published_at nulls last, uri;

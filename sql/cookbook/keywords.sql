-- Which keywords do newsrooms give?
-- Theme: Places, topics, languages
select lower(keyword) as keyword, count(*) as articles, min(article.source) as for_example_in
from analytics.articles as article
cross join unnest(article.keywords) as keyword
where article.published_on between '2025-09-22' and '2025-09-29'
group by 1
order by articles desc, keyword
limit 8;

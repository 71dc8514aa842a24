-- Which IPTC Media Topics do articles name?
-- Theme: Places, topics, languages
-- Media Topics only; a paper's own subjects are in the column subjects, too.
select subject ->> 'code' as media_topic, subject ->> 'name' as name, count(*) as articles
from analytics.articles as article
cross join jsonb_array_elements(article.subjects) as subject
where article.published_on between '2025-09-22' and '2025-09-29'
  and subject ->> 'code' = any (article.media_topics)
group by 1, 2
order by articles desc, media_topic;

-- The articles without a day of publication.
select *
from analytics.articles
where published_on is null
order by article_id

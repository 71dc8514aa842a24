-- The articles of one day of publication.
select *
from analytics.articles
where published_on = %(day)s
order by article_id

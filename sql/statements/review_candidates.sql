-- The readings of the dates of one article, in the version that is shown: the chosen one first.
select c.field, c.value, c.raw, c.location, c.rule, c.confidence, c.chosen
from news.article
join news.date_candidate as c
  on c.article_id = article.article_id and c.version = article.current_version and c.month = article.current_month
where article.article_id = %(article_id)s
order by c.field = 'published_on' desc, c.field, c.chosen desc, c.ordinal
limit 60

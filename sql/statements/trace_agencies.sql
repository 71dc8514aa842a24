-- The agencies that an article names, by role, in the version that is shown.
select agency.name, named.role, named.raw
from news.article
join news.version_agency as named
  on named.article_id = article.article_id
  and named.version = article.current_version
  and named.month = article.current_month
join news.agency using (agency_id)
where article.article_id = %(article_id)s
order by named.role, agency.name
limit 50

-- One day and one source with its licence: how many articles analysts see. The undated count only where no range is asked for.
select published_on, source, licence, count(*) as articles
from analytics.articles
where (published_on >= %(first)s) is not false
  and (published_on <= %(last)s) is not false
  and (published_on is not null or (%(first)s::date is null and %(last)s::date is null))
group by published_on, source, licence
order by published_on, source, licence

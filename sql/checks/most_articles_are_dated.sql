-- warn: a source of which more than half of the run's articles have no day of publication writes dates in a form that we don't read.
select source.slug, count(*) as articles, count(*) - count(version.published_on) as undated
from news.version
join news.article using (article_id)
join news.source using (source_id)
where version.run_id = %(run_id)s
group by source.slug
having count(*) >= 5 and 2 * count(version.published_on) < count(*)
order by source.slug

-- warn: a source of which most articles of the run are in another language than it declares has changed, or is declared wrongly.
select source.slug, source.language as declared, version.language as found, count(*) as articles
from news.version
join news.article using (article_id)
join news.source using (source_id)
where version.run_id = %(run_id)s
  and version.language <> left(lower(source.language), 2)
group by source.source_id, source.slug, source.language, version.language
having count(*) >= 5
  and 2 * count(*) > (
    select count(*)
    from news.version as others
    join news.article as other using (article_id)
    where others.run_id = %(run_id)s and other.source_id = source.source_id
  )
order by source.slug

-- warn: a headline that stands over five or more different texts of a source in one run is probably the site's name or a rubric.
select source.slug, version.headline, count(distinct version.content_id) as texts
from news.version
join news.article using (article_id)
join news.source using (source_id)
where version.run_id = %(run_id)s
  and version.headline is not null
group by source.slug, version.headline
having count(distinct version.content_id) >= 5
order by texts desc, source.slug

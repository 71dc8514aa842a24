-- warn: a source of which more than half of the run's texts have fewer than 20 words shows teasers, or its pages are read wrongly.
select source.slug, count(*) as articles, count(*) filter (where content.word_count < 20) as short
from news.version
join news.article using (article_id)
join news.source using (source_id)
join news.content on content.content_id = version.content_id and content.month = version.content_month
where version.run_id = %(run_id)s
  and coalesce(version.language, '') not in ('zh', 'ja', 'th', 'lo', 'km', 'my')
group by source.slug
having count(*) >= 5 and 2 * count(*) filter (where content.word_count < 20) > count(*)
order by source.slug

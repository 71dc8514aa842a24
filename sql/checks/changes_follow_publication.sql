-- warn: no article was changed more than a day before it was published: one of the two times is read from the wrong place.
select version.article_id, version.version, version.published_at, version.modified_at, file.uri
from news.version
join ops.file using (file_id)
where version.run_id = %(run_id)s
  and version.modified_at < version.published_at - interval '1 day'
order by version.article_id, version.version

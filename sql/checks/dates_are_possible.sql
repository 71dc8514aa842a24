-- fail: no date of publication lies more than a day after the file was fetched.
select version.article_id, version.version, version.published_on, version.published_at, file.fetched_at, file.uri
from news.version
join ops.file using (file_id)
where version.run_id = %(run_id)s
  and (
    version.published_at > file.fetched_at + interval '1 day'
    or version.published_on > (file.fetched_at at time zone 'UTC')::date + 2
  )
order by version.article_id, version.version

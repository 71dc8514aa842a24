-- warn: a source whose articles of several days of fetching all bear one day is probably dated by something else than its articles.
select source.slug, min(version.published_on) as day, count(*) as articles, count(distinct file.fetched_at::date) as days_fetched
from (
  select run_id
  from ops.run
  where load_number <= (select load_number from ops.run where run_id = %(run_id)s)
  order by load_number desc
  limit 5
) as recent
-- By the files of this run's sources: others may have brought very much more.
join ops.run_file using (run_id)
join ops.file using (file_id)
join news.source using (source_id)
join news.version on version.run_id = run_file.run_id and version.file_id = run_file.file_id
where file.source_id in (
    select held.source_id
    from news.version as made
    join ops.file as held using (file_id)
    where made.run_id = %(run_id)s
  )
  and version.published_on is not null
group by source.slug
having count(distinct version.published_on) = 1
  and count(*) >= 10
  and count(distinct file.fetched_at::date) >= 3
order by source.slug

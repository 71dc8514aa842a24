-- Which headers the new articles of each source have.
with loaded as (
  select a.*
  from staging.outcome as o
  join staging.article as a using (run_id, file_id, record_position)
  where o.run_id = %(run_id)s
    and o.outcome in ('original', 'copy', 'near_copy', 'rewrite', 'translation')
)
insert into ops.header_tally (
  run_id, source_id, day, records, with_headline, with_published_on, with_published_at, with_byline, with_dateline, languages,
  formats, median_words
)
select
  run.run_id,
  loaded.source_id,
  coalesce(run.news_day, run.day, (run.started_at at time zone 'UTC')::date),
  count(*),
  count(loaded.headline),
  count(loaded.published_on),
  count(loaded.published_at),
  count(*) filter (where loaded.byline <> '{}'),
  count(loaded.dateline_place),
  (
    select jsonb_object_agg(language, records)
    from (
      select coalesce(same.language, 'none') as language, count(*) as records from loaded as same
      where same.source_id = loaded.source_id
      group by 1
    ) as counted
  ),
  (
    select jsonb_object_agg(format, records)
    from (
      select same.format, count(*) as records from loaded as same
      where same.source_id = loaded.source_id
      group by 1
    ) as counted
  ),
  percentile_cont(0.5) within group (order by loaded.word_count)
from loaded
join ops.run on run.run_id = %(run_id)s and run.trigger in ('airflow', 'command')
group by run.run_id, loaded.source_id, run.news_day, run.day, run.started_at
on conflict (run_id, source_id) do nothing

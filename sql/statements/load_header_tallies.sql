-- Which headers the run's new articles of each source have, added to what the day's earlier runs brought.
with loaded as (
  select a.*
  from staging.outcome as o
  join staging.article as a using (run_id, file_id, record_position)
  where o.run_id = %(run_id)s
    and o.outcome in ('original', 'copy', 'near_copy', 'rewrite', 'translation')
),
counted as (
  select
    source_id,
    count(*) as records,
    count(headline) as with_headline,
    count(published_on) as with_published_on,
    count(published_at) as with_published_at,
    count(*) filter (where byline <> '{}') as with_byline,
    count(dateline_place) as with_dateline,
    percentile_cont(0.5) within group (order by word_count) as median_words
  from loaded
  group by source_id
),
named as (
  select source_id, kind, jsonb_object_agg(name, records) as names
  from (
    select loaded.source_id, told.kind, told.name, count(*) as records
    from loaded
    cross join lateral (
      values ('language', coalesce(loaded.language, 'none')), ('format', loaded.format), ('encoding', coalesce(loaded.encoding, 'none'))
    ) as told (kind, name)
    group by loaded.source_id, told.kind, told.name
  ) as each
  group by source_id, kind
)
insert into ops.header_tally as tally (
  source_id, day, run_id, found, refused, records, with_headline, with_published_on, with_published_at, with_byline,
  with_dateline, languages, formats, encodings, median_words
)
select
  delivered.source_id, delivered.day, delivered.run_id, coalesce(delivered.records, 0), coalesce(delivered.quarantined, 0),
  coalesce(counted.records, 0), coalesce(counted.with_headline, 0), coalesce(counted.with_published_on, 0),
  coalesce(counted.with_published_at, 0), coalesce(counted.with_byline, 0), coalesce(counted.with_dateline, 0),
  coalesce(languages.names, '{}'), coalesce(formats.names, '{}'), coalesce(encodings.names, '{}'), coalesce(counted.median_words, 0)
from ops.run_source as delivered
join ops.run on run.run_id = delivered.run_id and run.trigger in ('airflow', 'command')
left join counted using (source_id)
left join named as languages on languages.source_id = delivered.source_id and languages.kind = 'language'
left join named as formats on formats.source_id = delivered.source_id and formats.kind = 'format'
left join named as encodings on encodings.source_id = delivered.source_id and encodings.kind = 'encoding'
where delivered.run_id = %(run_id)s
  and (delivered.records > 0 or counted.records > 0)
on conflict (source_id, day) do update set
  run_id = excluded.run_id,
  found = tally.found + excluded.found,
  refused = tally.refused + excluded.refused,
  records = tally.records + excluded.records,
  with_headline = tally.with_headline + excluded.with_headline,
  with_published_on = tally.with_published_on + excluded.with_published_on,
  with_published_at = tally.with_published_at + excluded.with_published_at,
  with_byline = tally.with_byline + excluded.with_byline,
  with_dateline = tally.with_dateline + excluded.with_dateline,
  languages = ops.add_counts(tally.languages, excluded.languages),
  formats = ops.add_counts(tally.formats, excluded.formats),
  encodings = ops.add_counts(tally.encodings, excluded.encodings),
  median_words = case
    when tally.records + excluded.records > 0 then
      (tally.median_words * tally.records + excluded.median_words * excluded.records) / (tally.records + excluded.records)
    else 0
  end

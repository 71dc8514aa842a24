-- What some sources brought on each of their last days, whoever fetched it and when, against the median of the same weekday. A day
-- that is not over, and one with a declared number of files, is judged as ops.expectations does.
with daily as (
  select source.source_id, each.day, each.files, each.records, each.quarantined, each.is_known
  from news.source
  cross join lateral (
    select
      run_source.day,
      sum(run_source.files)::bigint as files,
      coalesce(sum(run_source.records), 0)::bigint as records,
      coalesce(sum(run_source.quarantined), 0)::bigint as quarantined,
      bool_or(run_source.files > 0 or (run_source.is_asked and run_source.failure_class is null)) as is_known
    from ops.run_source
    join ops.run using (run_id)
    where run_source.source_id = source.source_id
      and run_source.day between %(last_day)s::date - 84 and %(last_day)s::date
      and not run.dry_run
      and run.trigger in ('airflow', 'command')
    group by run_source.day
  ) as each
  where source.slug = any (%(slugs)s)
),
middle as (
  select
    source_id, extract(isodow from day) as weekday, count(*) as days,
    percentile_cont(0.5) within group (order by records)::numeric as records,
    array_agg(records) as figures
  from daily
  where is_known
    and day < %(last_day)s::date
  group by source_id, extract(isodow from day)
),
usual as (
  select
    middle.source_id, middle.weekday, middle.records, ops.low_of(middle.records, spread.records) as low,
    ops.high_of(middle.records, spread.records) as high
  from middle
  cross join lateral (
    select (percentile_cont(0.5) within group (order by abs(each - middle.records)) * 5.9304)::numeric as records
    from unnest(middle.figures) as each
  ) as spread
  where middle.days >= 4
)
select
  source.slug,
  daily.day,
  daily.files,
  daily.records,
  daily.quarantined,
  round(usual.records)::bigint as usual,
  case
    when not daily.is_known then 'unknown'
    when holiday.name is null and daily.day < %(last_day)s::date and usual.low > 0 and daily.records = 0 then 'silent'
    when holiday.name is null and daily.day < %(last_day)s::date and source.expected_files is null and daily.records < usual.low then 'low'
    when holiday.name is null and daily.day < %(last_day)s::date and daily.files < ceil(source.expected_files / 4.0) then 'low'
    when daily.files > source.expected_files * 4 or (source.expected_files is null and daily.records > usual.high) then 'high'
    when daily.quarantined >= 3 and daily.quarantined * 2 > daily.records then 'refused'
    else 'fine'
  end as state
from daily
join news.source using (source_id)
left join usual on usual.source_id = daily.source_id and usual.weekday = extract(isodow from daily.day)
left join ops.holiday on holiday.country = source.country and holiday.day = daily.day
where daily.day > %(last_day)s::date - %(days)s
order by source.slug, daily.day

-- Below and above which a count is a surprise: `usual` is the median, `spread` four times the scaled median absolute deviation. The
-- largest of that, of what chance does to counts (three square roots), and of half of the median below or the whole of it above.
create function ops.low_of(usual numeric, spread numeric) returns bigint
language sql
immutable
as $body$
  select greatest(ceil(usual - greatest(spread, usual * 0.5, 3 * sqrt(usual))), 0)::bigint
$body$;
comment on function ops.low_of is 'The least count that is no surprise where so many are usual.';

create function ops.high_of(usual numeric, spread numeric) returns bigint
language sql
immutable
as $body$
  select floor(usual + greatest(spread, usual, 3 * sqrt(usual), 5))::bigint
$body$;
comment on function ops.high_of is 'The greatest count that is no surprise where so many are usual.';

-- What each source of a run delivered, against what is expected of it; without a run, each source on the newest news day that is
-- over, whoever fetched its files and when. It is the one place that says what is much and what is little: the checks, the gate, the messages, the metrics and the
-- pages read it.
--
-- Learned from the last eight same weekdays (of twelve) with a published run, without holidays of the source's country and days
-- on which it failed: the median, and around it a spread that is the largest of four times the scaled median absolute deviation,
-- what chance does to counts (three square roots), and half of the median below or the whole of it above. Fewer than four such
-- days say nothing. `expected_files` goes before what is learned: a quarter of it is low, four times is high.
--
-- A day's figure is the sum of its runs up to this one. Where the day was not over when the run began, earlier days are taken up to
-- an hour after the same time of day, and what is declared for a day is held against the last 24 hours.
create function ops.expectations(of_run bigint default null)
returns table (
  run_id bigint,
  source_id bigint,
  slug text,
  day date,
  weekday integer,
  holiday text,
  is_asked boolean,
  earlier_days bigint,
  days_known bigint,
  typical_files numeric,
  low_files bigint,
  high_files bigint,
  declared_files integer,
  files bigint,
  typical_records numeric,
  low_records bigint,
  high_records bigint,
  records bigint,
  quarantined bigint,
  freshness interval,
  last_fetched_at timestamptz,
  is_stale boolean,
  state text
)
language sql
stable
set search_path = pg_catalog, pg_temp
set jit = off
as $body$
with chosen as (
  select run_source.*
  from ops.run_source
  where run_source.run_id = of_run
  union all
  select latest.*
  from news.source
  cross join lateral (
    select newest.*
    from (
      (
        select run_source.*
        from ops.run_source
        where run_source.source_id = source.source_id
          and run_source.is_asked
          -- Not a join: the planner would merge both tables whole.
          and (select run.state from ops.run where run.run_id = run_source.run_id) = 'published'
        order by run_source.run_id desc
        limit 200
      )
      union
      -- The runs of a source that is watched are hundreds a day: the scheduled one of its last days.
      (
        select run_source.*
        from ops.run_source
        where run_source.source_id = source.source_id
          and run_source.is_asked
          and run_source.day >= (
            select max(last.day) from ops.run_source as last where last.source_id = source.source_id
          ) - 3
          and (select run.state = 'published' and run.day is not null from ops.run where run.run_id = run_source.run_id)
        order by run_source.run_id desc
        limit 1
      )
    ) as newest
    join ops.run using (run_id)
    -- The newest day that is over, by its own run: what a person fetches in between says nothing of a day yet.
    order by
      run.day is not null and run.started_at >= (newest.day + 1)::timestamp at time zone 'UTC' desc,
      newest.day desc,
      newest.run_id desc
    limit 1
  ) as latest
  where of_run is null
),
subject as (
  select
    chosen.run_id,
    chosen.source_id,
    chosen.is_asked,
    chosen.failure_class,
    source.slug,
    source.country,
    source.created_at,
    source.expected_files,
    source.freshness,
    run.started_at,
    chosen.day,
    -- Where the day is over, all of each earlier day counts. An interval is infinite from Postgres 17 on only.
    case
      when run.started_at >= (chosen.day + 1)::timestamp at time zone 'UTC' then interval '1000 years'
      else run.started_at - chosen.day::timestamp at time zone 'UTC' + interval '1 hour'
    end as up_to,
    run.started_at >= (chosen.day + 1)::timestamp at time zone 'UTC' as is_over
  from chosen
  join ops.run on run.run_id = chosen.run_id
  join news.source on source.source_id = chosen.source_id
),
-- The days that say something: the last twelve such weekdays, of which eight are taken, and the last two weeks.
past as (
  select subject.source_id, subject.up_to, told.day
  from subject
  cross join lateral (
    select subject.day - n as day
    from generate_series(1, 84) as n
    where n <= 14 or n % 7 = 0
  ) as told
),
delivery as (
  select
    past.source_id,
    past.day,
    coalesce(sum(run_source.files) filter (where is_in_time), 0)::bigint as files,
    sum(run_source.records) filter (where is_in_time)::bigint as records,
    sum(run_source.files)::bigint as all_files,
    sum(run_source.records)::bigint as all_records,
    coalesce(bool_or(run_source.files > 0), false) as delivered,
    bool_or(run.state = 'published') as was_published,
    bool_or(run.state = 'published' and is_in_time) as is_published,
    bool_or(run_source.files > 0 or (run_source.is_asked and run_source.failure_class is null)) as was_observed,
    bool_or(is_in_time and (run_source.files > 0 or (run_source.is_asked and run_source.failure_class is null))) as is_observed
  from past
  cross join lateral (
    select *
    from ops.run_source
    where run_source.source_id = past.source_id
      and run_source.day = past.day
    -- Keeps the planner to the index: these are few of all rows.
    offset 0
  ) as run_source
  join ops.run on run.run_id = run_source.run_id
  cross join lateral (
    select run.started_at - past.day::timestamp at time zone 'UTC' <= past.up_to as is_in_time
  ) as timed
  where not run.dry_run
    and run.trigger in ('airflow', 'command')
  group by past.source_id, past.day
),
-- A run in the middle of a day that no earlier run of that hour is known of: whole days say what is too much, and nothing what is
-- too little.
basis as (
  select
    subject.source_id,
    not subject.is_over
      and count(delivery.day) filter (
        where (subject.day - delivery.day) % 7 = 0 and delivery.is_published and delivery.is_observed
      ) < 4 as is_whole_day
  from subject
  left join delivery on delivery.source_id = subject.source_id
  group by subject.source_id, subject.is_over
),
numbered as (
  select
    delivery.source_id,
    delivery.day,
    case when basis.is_whole_day then delivery.all_files else delivery.files end as files,
    case when basis.is_whole_day then delivery.all_records else delivery.records end as records,
    row_number() over (partition by delivery.source_id order by delivery.day desc) as newest
  from delivery
  join subject on subject.source_id = delivery.source_id
  join basis on basis.source_id = delivery.source_id
  where (subject.day - delivery.day) % 7 = 0
    and case when basis.is_whole_day then delivery.was_published else delivery.is_published end
    and case when basis.is_whole_day then delivery.was_observed else delivery.is_observed end
    and not exists (
      select from ops.holiday where holiday.country = subject.country and holiday.day = delivery.day
    )
),
middle as (
  select
    source_id,
    count(*) as days,
    min(files) as least_files,
    percentile_cont(0.5) within group (order by files)::numeric as files,
    percentile_cont(0.5) within group (order by records)::numeric as records
  from numbered
  where newest <= 8
  group by source_id
),
deviation as (
  select
    numbered.source_id,
    (percentile_cont(0.5) within group (order by abs(numbered.files - middle.files)) * 5.9304)::numeric as files,
    (percentile_cont(0.5) within group (order by abs(numbered.records - middle.records)) * 5.9304)::numeric as records
  from numbered
  join middle on middle.source_id = numbered.source_id
  where numbered.newest <= 8
  group by numbered.source_id
),
figure as (
  select
    subject.source_id,
    coalesce(sum(run_source.files) filter (where is_of_day), 0)::bigint as files,
    sum(run_source.records) filter (where is_of_day)::bigint as records,
    sum(run_source.quarantined) filter (where is_of_day)::bigint as quarantined
  from subject
  join ops.run_source
    on run_source.source_id = subject.source_id
    and run_source.day between subject.day - 1 and subject.day
    and run_source.run_id <= subject.run_id
  join ops.run on run.run_id = run_source.run_id
  cross join lateral (
    select case
      when subject.expected_files is not null and not subject.is_over
        then run.started_at > subject.started_at - interval '1 day'
      else run_source.day = subject.day
    end as is_of_day
  ) as counted
  where (not run.dry_run or run.run_id = subject.run_id)
    and run.trigger in ('airflow', 'command')
  group by subject.source_id
),
earlier as (
  select source_id, count(*) as days
  from delivery
  where was_published
    and delivered
  group by source_id
),
bounds as (
  select
    subject.*,
    basis.is_whole_day,
    holiday.name as holiday,
    coalesce(earlier.days, 0) as earlier_days,
    coalesce(middle.days, 0) as days_known,
    coalesce(middle.days, 0) >= 4 as is_learned,
    middle.least_files,
    round(middle.files, 1) as typical_files,
    round(middle.records, 1) as typical_records,
    case
      when subject.expected_files is not null then ceil(subject.expected_files / 4.0)
      when middle.days >= 4 and not basis.is_whole_day
        then ops.low_of(middle.files, deviation.files)
    end::bigint as low_files,
    case
      when subject.expected_files is not null then subject.expected_files * 4
      when middle.days >= 4
        then ops.high_of(middle.files, deviation.files)
    end::bigint as high_files,
    case
      when subject.expected_files is null and middle.days >= 4 and not basis.is_whole_day
        then ops.low_of(middle.records, deviation.records)
    end::bigint as low_records,
    case
      when subject.expected_files is null and middle.days >= 4
        then ops.high_of(middle.records, deviation.records)
    end::bigint as high_records,
    coalesce(figure.files, 0) as files,
    figure.records,
    figure.quarantined,
    newest.fetched_at as last_fetched_at,
    coalesce(
      coalesce(newest.fetched_at, subject.created_at) < subject.started_at - subject.freshness, false
    ) as is_stale
  from subject
  join basis on basis.source_id = subject.source_id
  left join middle on middle.source_id = subject.source_id
  left join deviation on deviation.source_id = subject.source_id
  left join earlier on earlier.source_id = subject.source_id
  left join figure on figure.source_id = subject.source_id
  left join ops.holiday on holiday.country = subject.country and holiday.day = subject.day
  cross join lateral (
    select max(file.fetched_at) as fetched_at from ops.file where file.source_id = subject.source_id
  ) as newest
),
judged as (
  select
    bounds.*,
    case
      when is_stale then 'silent'
      when not is_asked or (failure_class is not null and files = 0) then 'unknown'
      when expected_files is null and not is_learned then 'unknown'
      when expected_files is not null and created_at >= started_at - interval '1 day' and files <= high_files then 'unknown'
      when files = 0 and holiday is null and not (is_whole_day and expected_files is null) and (low_files > 0 or (least_files > 0 and is_learned)) then 'silent'
      when (files < low_files or records < low_records) and holiday is null then 'low'
      when files > high_files or records > high_records then 'high'
      when is_whole_day and expected_files is null then 'unknown'
      else 'as_expected'
    end as state
  from bounds
)
select
  run_id,
  source_id,
  slug,
  day,
  extract(isodow from day)::integer,
  holiday,
  is_asked,
  earlier_days,
  days_known,
  case when not is_whole_day or state = 'high' then typical_files end,
  low_files,
  high_files,
  expected_files,
  files,
  case when not is_whole_day or state = 'high' then typical_records end,
  low_records,
  high_records,
  records,
  quarantined,
  freshness,
  last_fetched_at,
  is_stale,
  state
from judged
$body$;
comment on function ops.expectations(bigint) is 'Grain: one source of a run (without one: of the newest day that is over): what it delivered that day, and what is expected on that weekday: learned from the last eight of them, or declared. state: as_expected, low, high, silent, or unknown where fewer than four days are known.';

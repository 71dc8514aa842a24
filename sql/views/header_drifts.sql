create function ops.add_counts(one jsonb, other jsonb) returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $body$
  select coalesce(jsonb_object_agg(name, number), '{}')
  from (
    select each.key as name, sum(each.value::bigint) as number
    from (select * from jsonb_each_text(one) union all select * from jsonb_each_text(other)) as each
    group by each.key
  ) as summed
$body$;
comment on function ops.add_counts is 'The sums of two objects of counts.';

-- Where the articles of a run's sources have other headers than usual: the news day that the run was the last to add to, against the
-- last four weeks and the same weekdays of the last twelve. It is the one place that says what a changed header is; the load keeps
-- what it says in ops.header_drift.
--
-- What is usual is the median of the days' shares. A share has drifted where it is outside of the largest of a quarter, four times
-- the scaled median absolute deviation of the days, and what chance does: by Chernoff's bound, n * KL(share || all of the days
-- together) >= 9, on each side one day in 8,000 at most. A median length has where it is twice or half, outside of that deviation
-- and of chance (one article's logarithm spreads by .7). Where three days of the same weekday are known, it must be outside of
-- those too: a Sunday edition is no drift. Fewer than five days or twenty records say nothing. `python -m bench.drift` measures
-- the bounds.
create function ops.header_drifts(of_run bigint)
returns table (source_id bigint, header text, present bigint, records bigint, usual real, days_known bigint, is_fallen boolean)
language sql
stable
set search_path = pg_catalog, pg_temp
set jit = off
as $body$
with subject as (
  select tally.source_id, tally.day
  from ops.header_tally as tally
  where tally.run_id = of_run
),
tallied as (
  select subject.source_id, subject.day as of_day, tally.*
  from subject
  cross join lateral (
    select
      header_tally.day, header_tally.found, header_tally.refused, header_tally.records, header_tally.with_headline, header_tally.with_published_on,
      header_tally.with_published_at, header_tally.with_byline, header_tally.with_dateline, header_tally.languages,
      header_tally.formats, header_tally.encodings, header_tally.median_words
    from ops.header_tally
    where header_tally.source_id = subject.source_id
      and header_tally.day between subject.day - 84 and subject.day
      and (header_tally.day >= subject.day - 28 or (subject.day - header_tally.day) % 7 = 0)
  ) as tally
),
-- What of the usual kinds there is: a language, format or encoding that half of all records have had.
named as (
  select kinds.source_id, kinds.kind, kinds.name
  from (
    select
      tallied.source_id, told.kind, each.key as name, sum(each.value::bigint) as present,
      sum(sum(each.value::bigint)) over (partition by tallied.source_id, told.kind) as records
    from tallied
    cross join lateral (values ('language', languages), ('format', formats), ('encoding', encodings)) as told (kind, counts)
    cross join lateral jsonb_each_text(told.counts) as each
    where tallied.day < tallied.of_day
    group by tallied.source_id, told.kind, each.key
  ) as kinds
  where kinds.present * 2 > kinds.records
),
counted as (
  select tallied.source_id, tallied.of_day, tallied.day, told.header, told.present, tallied.records
  from tallied
  cross join lateral (
    values
      ('headline', with_headline), ('published_on', with_published_on), ('published_at', with_published_at),
      ('byline', with_byline), ('dateline', with_dateline)
  ) as told (header, present)
  union all
  select
    tallied.source_id, tallied.of_day, tallied.day, named.kind || ' ' || named.name,
    coalesce((kind.counts ->> named.name)::integer, 0),
    -- Of those that were counted so: of older days the encodings are not known.
    coalesce((select sum(each.value::integer) from jsonb_each_text(kind.counts) as each), 0)::integer
  from tallied
  join named using (source_id)
  cross join lateral (
    select case named.kind
      when 'language' then tallied.languages
      when 'format' then tallied.formats
      else tallied.encodings
    end as counts
  ) as kind
  union all
  select tallied.source_id, tallied.of_day, tallied.day, 'refused', tallied.refused::integer, tallied.found::integer
  from tallied
),
-- One row a header and day. `figure` is a share; of words, the logarithm of the median.
daily as (
  select
    counted.source_id, counted.header, counted.of_day, counted.day, sum(counted.present) as present,
    sum(counted.records) as records, sum(counted.present)::float8 / sum(counted.records) as figure
  from counted
  group by counted.source_id, counted.header, counted.of_day, counted.day
  having sum(counted.records) > 0
  union all
  select
    tallied.source_id, 'words', tallied.of_day, tallied.day,
    round(sum(tallied.median_words * tallied.records) / sum(tallied.records))::bigint, sum(tallied.records),
    ln(1 + sum(tallied.median_words * tallied.records) / sum(tallied.records))
  from tallied
  group by tallied.source_id, tallied.of_day, tallied.day
  having sum(tallied.records) > 0
),
-- One row a header: the day itself beside the days before it, all of them and those of its weekday.
beside as (
  select
    source_id, header,
    max(present) filter (where day = of_day) as present,
    max(records) filter (where day = of_day) as records,
    max(figure) filter (where day = of_day) as figure,
    count(*) filter (where day < of_day) as days,
    percentile_cont(0.5) within group (order by figure) filter (where day < of_day) as usual,
    sum(records) filter (where day < of_day) as usual_records,
    sum(present) filter (where day < of_day) as usual_present,
    array_agg(figure) filter (where day < of_day) as figures,
    count(*) filter (where day < of_day and (of_day - day) % 7 = 0) as weekdays,
    percentile_cont(0.5) within group (order by figure) filter (where day < of_day and (of_day - day) % 7 = 0) as of_weekday,
    sum(records) filter (where day < of_day and (of_day - day) % 7 = 0) as weekday_records,
    sum(present) filter (where day < of_day and (of_day - day) % 7 = 0) as weekday_present
  from daily
  group by source_id, header
),
against as (
  select
    beside.source_id, beside.header, beside.present, beside.records, beside.figure, beside.days, spread.figure as spread,
    usual.figure as usual, usual.of_all,
    -- As sure as so many records can make it: never 0 or 1.
    ((usual.present + 1) / (usual.records + 2.0))::float8 as chance
  from beside
  cross join lateral (
    select percentile_cont(0.5) within group (order by abs(each - beside.usual)) * 5.9304 as figure from unnest(beside.figures) as each
  ) as spread
  cross join lateral (
    values (beside.usual, beside.usual_records, beside.usual_present, true),
      (case when beside.weekdays >= 3 then beside.of_weekday end, beside.weekday_records, beside.weekday_present, false)
  ) as usual (figure, records, present, of_all)
  where beside.records > 0
    and beside.days >= 5
    and beside.usual_records >= 20
    and usual.figure is not null
),
judged as (
  select
    against.*,
    case
      when header = 'words'
        then abs(figure - usual) > greatest(ln(2), spread, 4.3 * 0.7 / sqrt(records))
      else
        abs(figure - usual) > greatest(0.25, spread)
        and records * (
          case when figure > 0 then figure * ln(figure / chance) else 0 end
          + case when figure < 1 then (1 - figure) * ln((1 - figure) / (1 - chance)) else 0 end
        ) >= 9
    end as is_outside
  from against
)
select
  source_id,
  header,
  present,
  records,
  (max(case when header = 'words' then exp(usual) - 1 else usual end) filter (where of_all))::real,
  days,
  bool_or(figure < usual) filter (where of_all)
from judged
group by source_id, header, present, records, days
having bool_and(is_outside)
  -- Fewer refusals are good news.
  and (header <> 'refused' or bool_or(figure > usual))
$body$;
comment on function ops.header_drifts(bigint) is 'Grain: one header of a source of the run that its articles of the day have far more or far less often than is usual. usual is a share, of words the median; is_fallen: less often.';

-- Who carried whose texts on the touched days and in their months.
delete from marts.carriage using marts.touched_day where period = 'day' and period_start = day;
delete from marts.carriage
where period = 'month'
  and period_start in (select date_trunc('month', day)::date from marts.touched_day);
insert into marts.carriage (
  period, period_start, origin_agency, origin_source, source, articles, stories, copies, near_copies, rewrites, translations,
  timed_articles, median_minutes, median_days
)
with span as (
  select 'day' as period, day as period_start, day as first_day, day as last_day from marts.touched_day
  union all
  select distinct
    'month', date_trunc('month', day)::date, date_trunc('month', day)::date,
    (date_trunc('month', day) + interval '1 month - 1 day')::date
  from marts.touched_day
),
carried as (
  select
    article.*,
    story.source as origin_source,
    coalesce(
      case when article.agency_role = 'origin' then article.agency end,
      case when story.agency_role = 'origin' then story.agency end
    ) as origin_agency,
    article.article_id = story.representative_article_id as is_first,
    extract(epoch from article.published_at - story.published_at) / 60 as minutes,
    article.published_on - story.published_on as days
  from marts.article
  join marts.story using (story_id)
  where article.is_shown
    and article.published_on is not null
)
select
  span.period,
  span.period_start,
  carried.origin_agency,
  carried.origin_source,
  carried.source,
  count(*),
  count(distinct carried.story_id),
  count(*) filter (where carried.outcome = 'copy'),
  count(*) filter (where carried.outcome = 'near_copy'),
  count(*) filter (where carried.outcome = 'rewrite'),
  count(*) filter (where carried.outcome = 'translation'),
  count(carried.minutes) filter (where not carried.is_first),
  percentile_cont(0.5) within group (order by carried.minutes) filter (where not carried.is_first),
  percentile_cont(0.5) within group (order by carried.days) filter (where not carried.is_first)
from span
join carried on carried.day between span.first_day and span.last_day
where not carried.is_first or carried.origin_agency is not null
group by span.period, span.period_start, carried.origin_agency, carried.origin_source, carried.source

-- What rises on the touched days and on the 28 days after each, whose past has changed with them.
delete from marts.rising_term
where day in (select touched_report_day.day + later from marts.touched_report_day cross join generate_series(0, 28) as later);
insert into marts.rising_term (day, language, rank, term, kind, stories, expected, score, past_days)
with risen_day as materialized (
  select distinct touched_report_day.day + later as day
  from marts.touched_report_day
  cross join generate_series(0, 28) as later
),
total as (
  select day, coalesce(language, 'und') as language, first_reports as stories
  from marts.volume
  where grain = 'language' and first_reports > 0
),
past as (
  select total.day, total.language, total.stories, sum(before.stories) as past_stories, count(*) as past_days
  from risen_day
  join total using (day)
  join total as before
    on before.language = total.language and before.day between total.day - 28 and total.day - 1
  group by total.day, total.language, total.stories
),
likely as (
  select
    term_day.day,
    term_day.language,
    term_day.term,
    term_day.kind,
    term_day.stories,
    past.past_days,
    earlier.stories::double precision * past.stories / past.past_stories as expected
  from past
  join marts.term_day using (day, language)
  cross join lateral (
    select coalesce(sum(held.stories), 0) as stories
    from marts.term_day as held
    where held.language = term_day.language
      and held.term = term_day.term
      and held.day between term_day.day - 28 and term_day.day - 1
  ) as earlier
  where term_day.stories >= 3
),
scored as (
  select
    *,
    2 * (stories * ln(stories / greatest(expected, 0.5)) - (stories - greatest(expected, 0.5))) as score
  from likely
  where stories > greatest(expected, 0.5)
),
ranked as (
  select *, row_number() over (partition by day, language order by score desc, term collate "C") as rank
  from scored
)
select day, language, rank, term, kind, stories, expected, score, past_days
from ranked
where rank <= 100

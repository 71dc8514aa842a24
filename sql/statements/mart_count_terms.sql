-- Terms of each touched day that at least two stories open with.
insert into marts.term_day (language, term, day, kind, stories)
select
  story_term.language,
  found.term,
  story_term.day,
  min(case when found.place <= story_term.names then 'name' else 'word' end),
  count(*)
from marts.touched_report_day
join marts.story_term using (day)
cross join lateral unnest(story_term.terms) with ordinality as found (term, place)
group by story_term.language, story_term.day, found.term
having count(*) >= 2

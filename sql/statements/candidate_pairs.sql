-- Pairs of texts worth comparing: a new text of the run with a stored or another new one that shares enough of its
-- heaviest terms within the window of days. The rule looks at nothing but the two texts, so it is the same in any order.
with incoming as materialized (
  select distinct on (a.content_sha256, a.day)
    a.content_sha256, a.day, a.terms, a.weights
  from staging.article as a
  left join news.content_key using (content_sha256)
  left join news.content_day on content_day.content_id = content_key.content_id and content_day.day = a.day
  where a.run_id = %(run_id)s
    and content_day.content_id is null
  order by a.content_sha256, a.day
),
incoming_term as materialized (
  select incoming.content_sha256, incoming.day, t.term, t.weight
  from incoming
  cross join lateral unnest(incoming.terms, incoming.weights) as t (term, weight)
),
shared as (
  select i.content_sha256, i.day, content_key.content_sha256 as other_sha256, term.day as other_day, i.term, i.weight
  from incoming_term as i
  join news.term
    on term.term = i.term
    and term.day between i.day - %(window_days)s and i.day + %(window_days)s
  join news.content_key on content_key.content_id = term.content_id
  where content_key.content_sha256 <> i.content_sha256
  union all
  select i.content_sha256, i.day, other.content_sha256, other.day, i.term, i.weight
  from incoming_term as i
  join incoming_term as other
    on other.term = i.term
    and other.day between i.day - %(window_days)s and i.day + %(window_days)s
    and other.content_sha256 > i.content_sha256
),
counted as (
  select content_sha256, day, other_sha256, other_day, count(*) as terms, sum(weight) as weight
  from shared
  group by content_sha256, day, other_sha256, other_day
  having count(*) >= %(minimum_shared_terms)s
),
ranked as (
  select *, row_number() over (partition by content_sha256, day order by weight desc, other_sha256, other_day) as place
  from counted
)
select distinct on (content_sha256, other_sha256)
  content_sha256, other_sha256, abs(day - other_day) as days_apart
from ranked
where place <= %(cap)s
order by content_sha256, other_sha256, days_apart

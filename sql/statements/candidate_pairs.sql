-- Pairs of texts worth comparing: a text that is new, or new on its day or with its publisher, with a stored or another
-- such text whose heaviest terms are like enough, within the window of days. The rule looks at nothing but the two
-- texts, and its sums are of integers, so it is the same in any order. The cap is a safety against floods.
with incoming as materialized (
  select distinct on (a.content_sha256, a.day, a.publisher)
    a.content_sha256, a.day, a.publisher, a.terms, a.weights
  from staging.article as a
  left join news.content_key using (content_sha256)
  left join news.content_appearance as known
    on known.content_id = content_key.content_id and known.day = a.day and known.publisher = a.publisher
  where a.run_id = %(run_id)s
    and known.content_id is null
  order by a.content_sha256, a.day, a.publisher
),
incoming_term as materialized (
  select distinct on (incoming.content_sha256, incoming.day, t.term)
    incoming.content_sha256, incoming.day, t.term, t.weight
  from incoming
  cross join lateral unnest(incoming.terms, incoming.weights) as t (term, weight)
  order by incoming.content_sha256, incoming.day, t.term
),
shared_with_stored as (
  select i.content_sha256, i.day, term.content_id, term.day as other_day, sum(i.weight::bigint * term.weight) as weight
  from incoming_term as i
  join news.term
    on term.term = i.term
    and term.day between i.day - %(window_days)s and i.day + %(window_days)s
  group by i.content_sha256, i.day, term.content_id, term.day
  having sum(i.weight::bigint * term.weight) >= %(minimum_shared_weight)s
    and count(*) >= %(minimum_shared_terms)s
),
shared_with_incoming as (
  select i.content_sha256, i.day, other.content_sha256 as other_sha256, other.day as other_day,
    sum(i.weight::bigint * other.weight) as weight
  from incoming_term as i
  join incoming_term as other
    on other.term = i.term
    and other.day between i.day - %(window_days)s and i.day + %(window_days)s
    and other.content_sha256 > i.content_sha256
  group by i.content_sha256, i.day, other.content_sha256, other.day
  having sum(i.weight::bigint * other.weight) >= %(minimum_shared_weight)s
    and count(*) >= %(minimum_shared_terms)s
),
shared as (
  select s.content_sha256, s.day, content_key.content_sha256 as other_sha256, s.other_day, s.weight,
    appearance.publisher as other_publisher
  from shared_with_stored as s
  join news.content_key using (content_id)
  join news.content_appearance as appearance on appearance.content_id = s.content_id and appearance.day = s.other_day
  where content_key.content_sha256 <> s.content_sha256
  union all
  select s.content_sha256, s.day, s.other_sha256, s.other_day, s.weight, other.publisher
  from shared_with_incoming as s
  join incoming as other on other.content_sha256 = s.other_sha256 and other.day = s.other_day
),
ranked as (
  select *, dense_rank() over (partition by content_sha256 order by weight desc, other_sha256) as place
  from shared
)
select distinct
  ranked.content_sha256,
  ranked.other_sha256,
  abs(ranked.day - ranked.other_day) as days_apart,
  ranked.other_publisher = incoming.publisher and incoming.publisher <> '' as same_publisher
from ranked
join incoming using (content_sha256, day)
where place <= %(cap)s
order by content_sha256, other_sha256, same_publisher desc, days_apart desc

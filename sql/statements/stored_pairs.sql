-- The rule of candidate_pairs.sql for stored texts: those of one day with those of that day and of the window behind it.
with term_of_day as materialized (
  select term, content_id, weight from news.term where day = %(day)s
),
shared as (
  select mine.content_id, other.content_id as other_id, other.day as other_day, sum(mine.weight::bigint * other.weight) as weight
  from term_of_day as mine
  join news.term as other
    on other.term = mine.term
    and other.day between %(day)s and %(day)s + %(window_days)s
    and (other.day > %(day)s or other.content_id > mine.content_id)
    and other.content_id <> mine.content_id
  group by mine.content_id, other.content_id, other.day
  having sum(mine.weight::bigint * other.weight) >= %(minimum_shared_weight)s
    and count(*) >= %(minimum_shared_terms)s
),
ranked as (
  select *, dense_rank() over (partition by content_id order by weight desc, other_id) as place
  from shared
)
select distinct
  one.content_sha256,
  other.content_sha256 as other_sha256,
  ranked.other_day - %(day)s as days_apart,
  there.publisher = here.publisher and here.publisher <> '' as same_publisher
from ranked
join news.content_key as one on one.content_id = ranked.content_id
join news.content_key as other on other.content_id = ranked.other_id
join news.content_appearance as here on here.content_id = ranked.content_id and here.day = %(day)s
join news.content_appearance as there on there.content_id = ranked.other_id and there.day = ranked.other_day
where ranked.place <= %(cap)s
order by content_sha256, other_sha256, same_publisher desc, days_apart desc

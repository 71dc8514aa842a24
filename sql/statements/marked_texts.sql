-- Stored texts that share marks with certain others, which are numbered; a mark that too many have tells nothing.
select wanted.number, held.content_id, wanted.mark
from unnest(%(numbers)s::integer[], %(marks)s::bigint[]) as wanted (number, mark)
cross join lateral (
  select content_id, count(*) over () as holders
  from (
    select content_id from news.content_mark where content_mark.mark = wanted.mark limit %(commonest)s + 1
  ) as holder
) as held
where held.holders <= %(commonest)s

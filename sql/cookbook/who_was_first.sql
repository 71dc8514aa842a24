-- Who is first with the stories that others carry too?
-- Theme: Firsts and spread
-- A first is certain where instants or days say so: two sources on one day without a time are not.
select
  first_source,
  count(*) as stories,
  count(*) filter (where is_first_certain) as certainly_first,
  max(source_count) as most_sources
from analytics.story_spread
where day between '2025-09-22' and '2025-09-29'
  and source_count > 1
group by first_source
order by stories desc, first_source;
